//! What every page needs, whatever it shows: texts, the form token, who is signed in, where it is.

use crate::{Lang, Words, assets};
use basis::Badge;

/// What the layout needs. Each page's context has one as `page`.
#[derive(Clone, Debug)]
pub struct Page {
    /// The texts, in the reader's language.
    pub words: &'static Words,
    /// The form token.
    pub csrf: String,
    /// Who is signed in.
    pub badge: Badge,
    /// The path of the page, without its query.
    pub path: String,
    /// The title, already translated.
    pub title: String,
    /// The reader's language.
    pub lang: Lang,
    /// Whether it is an officers' page: the same look at a denser scale.
    pub desk: bool,
    /// Something good that just happened, said once above the content.
    pub notice: Option<String>,
    /// Something to know before going on, said quietly above the content: a line, and what unfolds under it.
    pub told: Option<(String, String)>,
}

impl Page {
    /// The text under a key.
    #[must_use]
    pub fn t<'a>(&'a self, key: &'a str) -> &'a str {
        self.words.t(key)
    }
    /// The text under a key, with values put into it.
    #[must_use]
    pub fn with<'k, V: AsRef<str>>(&self, key: &str, args: impl AsRef<[(&'k str, V)]>) -> String {
        self.words.with(key, args)
    }
    /// The address of one of our pages. The one place to change should the program ever stand under a prefix.
    #[must_use]
    pub fn url<'a>(&self, path: &'a str) -> &'a str {
        path
    }
    /// The address of a style, script, font or picture.
    #[must_use]
    pub fn asset(&self, name: &str) -> String {
        assets::url(name)
    }
    /// The same page, its title saying that something on it is to be corrected.
    #[must_use]
    pub fn failed(self) -> Self {
        Self { title: self.with("title-error", [("title", self.title.as_str())]), ..self }
    }
    /// The other language, which the header offers.
    #[must_use]
    pub fn other_lang(&self) -> Lang {
        match self.lang {
            Lang::Vi => Lang::En,
            Lang::En => Lang::Vi,
        }
    }
    /// Whether this page lies at or under `path`, for marking it in the navigation.
    #[must_use]
    pub fn is_at(&self, path: &str) -> bool {
        self.path == path || (path != "/" && self.path.starts_with(path) && self.path[path.len()..].starts_with('/'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn a_page_lies_under_its_folder_but_not_under_a_name_that_only_begins_alike() {
        let page = Page { path: "/desk/queue/1".into(), ..testing::page(Lang::Vi) };
        assert!(page.is_at("/desk/queue") && page.is_at("/desk/queue/1"));
        assert!(!page.is_at("/desk/q") && !page.is_at("/"));
    }
}
