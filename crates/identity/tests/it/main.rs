//! Identity on a real database: signing in, guessing, sessions, accounts and agencies.

mod accounts;
mod sessions;
mod sign_in;
#[cfg(test)]
mod support;
