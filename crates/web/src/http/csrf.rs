//! Form tokens. A form carries the session's secret, masked anew on each page, so that a compressed page
//! does not give it away bit by bit; the guard unmasks and compares in constant time.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use subtle::ConstantTimeEq;

/// The name of the hidden field.
pub(crate) const FIELD: &str = "_csrf";
const SECRET_BYTES: usize = 16;

/// A secret for a stranger's forms.
pub(crate) fn fresh_secret() -> Option<String> {
    random().map(|bytes| URL_SAFE_NO_PAD.encode(bytes))
}

/// The token to put into a form.
pub(crate) fn mask(secret: &str) -> Option<String> {
    let secret = decode(secret)?;
    let mask = random()?;
    let mut both = Vec::with_capacity(2 * SECRET_BYTES);
    both.extend_from_slice(&mask);
    both.extend(mask.iter().zip(secret).map(|(a, b)| a ^ b));
    Some(URL_SAFE_NO_PAD.encode(both))
}

/// Whether a posted token belongs to the secret.
pub(crate) fn matches(secret: &str, token: &str) -> bool {
    let (Some(secret), Ok(both)) = (decode(secret), URL_SAFE_NO_PAD.decode(token)) else { return false };
    if both.len() != 2 * SECRET_BYTES {
        return false;
    }
    let (mask, masked) = both.split_at(SECRET_BYTES);
    let plain: Vec<u8> = mask.iter().zip(masked).map(|(a, b)| a ^ b).collect();
    plain.ct_eq(&secret).into()
}

fn decode(secret: &str) -> Option<[u8; SECRET_BYTES]> {
    URL_SAFE_NO_PAD.decode(secret).ok()?.try_into().ok()
}

fn random() -> Option<[u8; SECRET_BYTES]> {
    let mut bytes = [0; SECRET_BYTES];
    getrandom::fill(&mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mask_differs_and_every_one_matches() {
        let secret = fresh_secret().unwrap();
        let (one, two) = (mask(&secret).unwrap(), mask(&secret).unwrap());
        assert_ne!(one, two);
        assert!(matches(&secret, &one) && matches(&secret, &two));
    }

    #[test]
    fn a_token_of_another_session_or_a_broken_one_does_not_match() {
        let secret = fresh_secret().unwrap();
        let foreign = mask(&fresh_secret().unwrap()).unwrap();
        for token in [foreign.as_str(), "", "abc", secret.as_str()] {
            assert!(!matches(&secret, token), "{token}");
        }
    }
}
