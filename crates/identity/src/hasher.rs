//! Password hashing, bounded: never more at once than cores, never a long queue, never inside a transaction.

use crate::{codes::SIGN_IN_BUSY, rules::password::Password};
use argon2::{
    Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version, password_hash::phc::PasswordHash as Phc,
};
use basis::{Failure, Fault, Kind};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use tokio::sync::Semaphore;

/// Memory of one hash, in KiB (OWASP: Argon2id, 19 MiB, two passes, one lane).
pub const MEMORY_KIB: u32 = 19_456;
/// Passes over the memory.
pub const PASSES: u32 = 2;
/// Lanes.
pub const LANES: u32 = 1;
/// Waiting for a core at most so many a core; the next is asked to come back. At about 30 ms a hash the last
/// of the queue waits two seconds.
const WAITING_PER_CORE_MAX: usize = 64;

/// A password's hash in PHC form, `$argon2id$v=19$m=19456,t=2,p=1$…`.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

impl PasswordHash {
    pub(crate) fn stored(text: String) -> Self {
        Self(text)
    }
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
    /// Whether it was made with the parameters of today; an older one is made anew at the next sign-in.
    pub(crate) fn is_current(&self) -> bool {
        self.0.starts_with(&format!("$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}$"))
    }
}

/// Hashes and checks passwords on blocking threads, one permit a core. Cheap to clone.
#[derive(Clone)]
pub struct Hasher(Arc<Inner>);

struct Inner {
    permits: Arc<Semaphore>,
    waiting: AtomicUsize,
    waiting_max: usize,
    /// What is checked when there is no account: as much work as a real one.
    nobody: PasswordHash,
}

impl std::fmt::Debug for Hasher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hasher(…)")
    }
}

impl Hasher {
    /// A hasher for so many cores. Makes one hash at once, to check unknown names against.
    ///
    /// # Errors
    /// A fault when the machine gives no randomness.
    pub fn new(cores: usize) -> Result<Self, Failure> {
        let cores = cores.max(1);
        let mut unknowable = [0; 32];
        getrandom::fill(&mut unknowable).map_err(|error| Fault::because("drawing a password nobody knows", error))?;
        let nobody = hash_now(&unknowable)?;
        Ok(Self(Arc::new(Inner {
            permits: Arc::new(Semaphore::new(cores)),
            waiting: AtomicUsize::new(0),
            waiting_max: cores * WAITING_PER_CORE_MAX,
            nobody,
        })))
    }

    /// Makes the hash of a password that is to be set.
    ///
    /// # Errors
    /// A refusal when too many are waiting already; a fault when hashing fails.
    pub async fn hash(&self, password: &Password) -> Result<PasswordHash, Failure> {
        let bytes = password.bytes().to_vec();
        self.bounded(move || hash_now(&bytes)).await
    }

    /// Whether the password belongs to the hash. Without a hash the answer is no, after the same work.
    pub(crate) async fn verify(&self, password: &Password, hash: Option<&PasswordHash>) -> Result<bool, Failure> {
        let real = hash.is_some();
        let hash = hash.unwrap_or(&self.0.nobody).clone();
        let bytes = password.bytes().to_vec();
        let fits = self.bounded(move || verify_now(&bytes, &hash)).await?;
        Ok(fits && real)
    }

    async fn bounded<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let permit = {
            let _place = Place::take(&self.0)?;
            Arc::clone(&self.0.permits)
                .acquire_owned()
                .await
                .map_err(|error| Fault::because("waiting for a core to hash on", error))?
        };
        // The permit goes with the work: a client that goes away does not free a core that is still busy.
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        })
        .await
        .map_err(|error| Fault::because("hashing a password", error))?
    }
}

/// A place in the queue, given back when dropped, also when the client goes away.
struct Place<'a>(&'a Inner);

impl<'a> Place<'a> {
    fn take(inner: &'a Inner) -> Result<Self, Failure> {
        if inner.waiting.fetch_add(1, Ordering::Relaxed) >= inner.waiting_max {
            inner.waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(Failure::refused(Kind::TooMany, SIGN_IN_BUSY));
        }
        Ok(Self(inner))
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

fn hash_now(password: &[u8]) -> Result<PasswordHash, Failure> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)
        .map_err(|error| Fault::because("setting the parameters of password hashing", error))?;
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password(password)
        .map(|hash| PasswordHash(hash.to_string()))
        .map_err(|error| Fault::because("hashing a password", error).into())
}

fn verify_now(password: &[u8], hash: &PasswordHash) -> Result<bool, Failure> {
    // The hash names its own parameters, so older ones are still checked.
    let phc = Phc::new(hash.as_str()).map_err(|error| Fault::because("reading a stored password hash", error))?;
    match Argon2::default().verify_password(password, &phc) {
        Ok(()) => Ok(true),
        Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
        Err(error) => Err(Fault::because("checking a password", error).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(text: &str) -> Password {
        Password::typed(text).unwrap()
    }

    #[tokio::test]
    async fn a_hash_carries_its_parameters_and_a_salt_of_its_own() {
        let hasher = Hasher::new(1).unwrap();
        let (one, two) = (
            hasher.hash(&password("con mèo trèo")).await.unwrap(),
            hasher.hash(&password("con mèo trèo")).await.unwrap(),
        );
        assert!(one.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "the OWASP minimum");
        assert!(one.is_current());
        assert_ne!(one, two);
    }

    #[tokio::test]
    async fn only_the_right_password_fits_and_nobody_has_none() {
        let hasher = Hasher::new(1).unwrap();
        let hash = hasher.hash(&password("con mèo trèo")).await.unwrap();
        assert!(hasher.verify(&password("con mèo trèo"), Some(&hash)).await.unwrap());
        assert!(!hasher.verify(&password("con mèo leo"), Some(&hash)).await.unwrap());
        assert!(!hasher.verify(&password("con mèo trèo"), None).await.unwrap());
        let old = PasswordHash::stored("$argon2id$v=19$m=4096,t=1,p=1$c2FsdHNhbHQ$AAAA".into());
        assert!(!old.is_current());
    }

    #[tokio::test]
    async fn a_full_queue_asks_to_come_back() {
        let hasher = Hasher::new(1).unwrap();
        let places: Vec<_> = (0..WAITING_PER_CORE_MAX).map(|_| Place::take(&hasher.0).unwrap()).collect();
        let refused = hasher.hash(&password("con mèo trèo")).await.unwrap_err();
        assert!(refused.refusal().unwrap().has(SIGN_IN_BUSY));
        drop(places);
        assert!(hasher.hash(&password("con mèo trèo")).await.is_ok());
    }
}
