//! Style, script, fonts and pictures, embedded in the program. They share one hash in their addresses, so that
//! the style can name its fonts by relative address and a page never mixes versions.

use sha2::{Digest, Sha256};
use std::sync::LazyLock;

const HASH_CHARS: usize = 12;

/// One embedded file.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// Its file name.
    pub name: &'static str,
    /// Its media type.
    pub mime: &'static str,
    /// Its bytes.
    pub bytes: &'static [u8],
}

impl Asset {
    /// The hash in its address: that of all the files together.
    #[must_use]
    pub fn hash(&self) -> &'static str {
        &HASH
    }
}

const WOFF2: &str = "font/woff2";

/// Every embedded file.
pub const ASSETS: &[Asset] = &[
    Asset { name: "app.css", mime: "text/css; charset=utf-8", bytes: include_bytes!("../assets/app.css") },
    Asset { name: "app.js", mime: "text/javascript; charset=utf-8", bytes: include_bytes!("../assets/app.js") },
    Asset { name: "icon.svg", mime: "image/svg+xml", bytes: include_bytes!("../assets/icon.svg") },
    font("be-vietnam-pro-latin-400.woff2", include_bytes!("../assets/fonts/be-vietnam-pro-latin-400.woff2")),
    font("be-vietnam-pro-latin-600.woff2", include_bytes!("../assets/fonts/be-vietnam-pro-latin-600.woff2")),
    font("be-vietnam-pro-vietnamese-400.woff2", include_bytes!("../assets/fonts/be-vietnam-pro-vietnamese-400.woff2")),
    font("be-vietnam-pro-vietnamese-600.woff2", include_bytes!("../assets/fonts/be-vietnam-pro-vietnamese-600.woff2")),
];

const fn font(name: &'static str, bytes: &'static [u8]) -> Asset {
    Asset { name, mime: WOFF2, bytes }
}

static HASH: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    for asset in ASSETS {
        hash.update(asset.name);
        hash.update(asset.bytes);
    }
    let mut text: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    text.truncate(HASH_CHARS);
    text
});

/// The address of an asset: `/assets/<hash>/<name>`.
#[must_use]
pub(crate) fn url(name: &str) -> String {
    debug_assert!(ASSETS.iter().any(|asset| asset.name == name), "no asset is named {name}");
    format!("/assets/{}/{name}", *HASH)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the first page may weigh (design: 150 KB), leaving 10 KB of it for the page itself.
    const FIRST_PAGE_BYTES_MAX: usize = 140_000;

    #[test]
    fn everything_a_first_page_fetches_stays_light() {
        let sum: usize = ASSETS.iter().map(|asset| asset.bytes.len()).sum();
        assert!(sum <= FIRST_PAGE_BYTES_MAX, "{sum} bytes");
    }

    #[test]
    fn the_style_names_only_fonts_that_are_there_and_nothing_from_elsewhere() {
        let style = include_str!("../assets/app.css");
        for part in style.split("url(").skip(1) {
            let name = part.split(')').next().unwrap().trim_matches('"');
            assert!(name.starts_with("data:image/svg") || ASSETS.iter().any(|asset| asset.name == name), "{name}");
        }
        assert!(
            !style.contains("http://")
                || style.matches("http://").count() == style.matches("http://www.w3.org").count()
        );
        assert!(!style.contains("@import"));
    }

    #[test]
    fn an_address_carries_the_hash() {
        assert!(url("app.css").ends_with("/app.css"));
        assert_eq!(url("app.css").split('/').nth(2).unwrap().len(), HASH_CHARS);
    }
}
