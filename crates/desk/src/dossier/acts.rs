//! What an officer posts at a dossier: read, turned into one act, and kept for the page should the act be refused.

use super::{Loaded, Seer};
use basis::{Code, Failure, Refusal, SubmissionKey};
use casework::reasons::reasons;
use casework::{Action, Ask, Book};
use procedure::{Facts, Standing};
use web::{Words, http::Posted};

/// Lines of one request for supplements.
const ITEMS_MAX: usize = 6;
/// Characters of an officer's own words that are read: more than any rule lets pass, so that the rule can say so.
const WORDS_CHARS_MAX: usize = 20_000;

/// One act on a leg.
#[derive(Clone)]
pub(crate) enum Act {
    /// Take it, or give it back.
    Claim(bool),
    /// Take over what a colleague holds.
    TakeOver {
        /// Confirmed warnings.
        confirmed: Vec<Code>,
    },
    /// Accept, ask, refuse, approve.
    Decide {
        /// What.
        action: Action,
        /// The key under which it counts once.
        key: SubmissionKey,
        /// Confirmed warnings.
        confirmed: Vec<Code>,
    },
    /// Take back what was just done.
    Undo(SubmissionKey),
    /// Enter the child's number, which came another way.
    Number {
        /// As typed.
        number: String,
        /// Confirmed warnings.
        confirmed: Vec<Code>,
    },
}

impl Act {
    /// The word under which the page says that it was done.
    pub(crate) const fn done(&self) -> &'static str {
        match self {
            Self::Claim(true) => "claimed",
            Self::Claim(false) => "released",
            Self::TakeOver { .. } => "taken-over",
            Self::Number { .. } => "number",
            Self::Undo(_) => "undone",
            Self::Decide { action: Action::Extend { .. }, .. } => "extended",
            Self::Decide { action: Action::Accept { .. }, .. } => "accepted",
            Self::Decide { action: Action::AskSupplement { .. }, .. } => "asked",
            Self::Decide { action: Action::Refuse { .. }, .. } => "refused",
            Self::Decide { action: Action::Approve, .. } => "approved",
        }
    }
}

/// One option of a select.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Pick {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) selected: bool,
}

/// Options under one heading.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Group {
    pub(crate) label: String,
    pub(crate) options: Vec<Pick>,
}

/// One line of a request for supplements, as typed.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) field: String,
    pub(crate) reason: String,
    pub(crate) words: String,
    pub(crate) fields: Vec<Group>,
    pub(crate) reasons: Vec<Pick>,
}

/// Everything that was typed at a dossier, and the options to choose from.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Typed {
    /// Which form was posted.
    pub(crate) act: String,
    pub(crate) verification: bool,
    pub(crate) items: Vec<Item>,
    pub(crate) may_add: bool,
    pub(crate) ground: String,
    pub(crate) reason: String,
    pub(crate) words: String,
    pub(crate) number: String,
    /// The new date, and why.
    pub(crate) until: String,
    pub(crate) late_words: String,
    pub(crate) refusals: Vec<Pick>,
    /// Warnings to be confirmed now: code and words.
    pub(crate) confirms: Vec<(String, String)>,
    /// Warnings confirmed before.
    pub(crate) kept: Vec<String>,
}

impl Typed {
    /// Reads what was posted, whichever form it was.
    pub(crate) fn read(posted: &Posted) -> Self {
        let cut = |text: &str| text.chars().take(WORDS_CHARS_MAX).collect::<String>();
        let act = posted.text("act").to_owned();
        let (fields, codes, words) = (posted.all("field"), posted.all("reason"), posted.all("words"));
        let asks = act == "supplement";
        let mut items: Vec<Item> = Vec::new();
        if asks {
            items = fields
                .zip(codes)
                .zip(words)
                .take(ITEMS_MAX)
                .map(|((field, reason), words)| Item {
                    field: field.to_owned(),
                    reason: reason.to_owned(),
                    words: cut(words),
                    ..Item::default()
                })
                .collect();
            if posted.get("more").is_some() && items.len() < ITEMS_MAX {
                items.push(Item::default());
            }
        }
        let refuses = act == "refuse";
        Self {
            verification: posted.get("verification").is_some(),
            items,
            ground: cut(posted.text("ground")),
            reason: if refuses { posted.text("reason").to_owned() } else { String::new() },
            words: if refuses { cut(posted.text("words")) } else { String::new() },
            until: posted.text("until").chars().take(40).collect(),
            late_words: cut(posted.text("late-words")),
            number: posted.text("number").chars().take(40).collect(),
            kept: posted.all("confirm").filter(|code| known_code(code).is_some()).map(str::to_owned).collect(),
            act,
            ..Self::default()
        }
    }

    /// The act that is wanted; nothing when only the page is to change.
    pub(crate) fn wanted(&self, posted: &Posted) -> Option<Act> {
        if posted.get("more").is_some() {
            return None;
        }
        let confirmed: Vec<Code> = self.kept.iter().filter_map(|code| known_code(code)).collect();
        let action = match self.act.as_str() {
            "claim" => return Some(Act::Claim(true)),
            "release" => return Some(Act::Claim(false)),
            "take-over" => return Some(Act::TakeOver { confirmed }),
            "number" => return Some(Act::Number { number: self.number.clone(), confirmed }),
            // A key that is no key takes nothing back.
            "undo" => return posted.text("key").parse().ok().map(Act::Undo),
            "extend" => Action::Extend { until: day_of(&self.until), words: self.late_words.trim().to_owned() },
            "accept" => Action::Accept { verification: self.verification },
            "supplement" => Action::AskSupplement {
                items: self.items.iter().filter(|item| !item.is_empty()).map(Item::ask).collect(),
                ground: Some(self.ground.trim().to_owned()).filter(|ground| !ground.is_empty()),
            },
            "refuse" => Action::Refuse {
                reason: listed(&self.reason, false).unwrap_or_default(),
                words: self.words.trim().to_owned(),
            },
            "approve" => Action::Approve,
            _ => return None,
        };
        // A key that is no key is a form that was tampered with: it counts as one of its own.
        let key = posted.text("key").parse().unwrap_or_else(|_| SubmissionKey::fresh());
        Some(Act::Decide { action, key, confirmed })
    }

    /// Fills in the options of the selects for this leg.
    pub(crate) fn prepare(&mut self, seer: &Seer, book: &Book, loaded: &Loaded) -> Result<(), Failure> {
        let whole = &loaded.examined.whole;
        let step = &loaded.examined.leg.step;
        if self.items.is_empty() {
            self.items.push(Item::default());
        }
        self.may_add = self.items.len() < ITEMS_MAX;
        let definition = book.definition(&whole.dossier.definition)?;
        let rule = definition.legs().find(|rule| rule.step.word() == step);
        let answers = book.answers(&whole.dossier)?;
        let facts = Facts::default();
        let filling = definition.form.fill(&answers, &facts, seer.today());
        let groups: Vec<(String, Vec<(String, String)>)> = definition
            .form
            .sections
            .iter()
            .map(|section| {
                let fields = section.pages.iter().flat_map(|page| &page.fields);
                let fields = fields.filter(|field| rule.is_some_and(|rule| rule.may_ask(&field.key)));
                let asked = fields.filter(|field| !matches!(filling.standing(&field.key), Standing::Hidden));
                let options = asked.map(|field| (field.key.clone(), field.label.get(seer.lang).to_owned()));
                (section.title.get(seer.lang).to_owned(), options.collect())
            })
            .collect();
        for item in &mut self.items {
            item.fields = groups
                .iter()
                .filter(|(_, options)| !options.is_empty())
                .map(|(label, options)| Group { label: label.clone(), options: picks(options, &item.field) })
                .collect();
            item.reasons = picks(&of_list(true, step, seer.lang), &item.reason);
        }
        self.refusals = picks(&of_list(false, step, seer.lang), &self.reason);
        Ok(())
    }

    /// Offers the warnings of a refusal for confirmation.
    pub(crate) fn ask_to_confirm(&mut self, refusal: &Refusal, words: &Words) {
        for problem in &refusal.problems {
            let code = problem.code.0;
            if !self.confirms.iter().any(|(known, _)| known == code) {
                self.confirms.push((code.to_owned(), words.problem(problem)));
            }
        }
        self.kept.retain(|code| !self.confirms.iter().any(|(asked, _)| asked == code));
    }

    /// The box that a field's message leads to.
    pub(crate) fn target(&self, field: &str) -> Option<String> {
        let target = match (self.act.as_str(), field) {
            ("refuse", "words") => "refuse-words",
            ("extend", "until") => "until",
            ("extend", "late-words") => "late-words",
            ("supplement", "ground") => "ground",
            ("number", "number") if self.confirms.is_empty() => "number",
            _ => return None,
        };
        Some(target.to_owned())
    }

    /// Where a message leads that belongs to no field of the form.
    pub(crate) fn first_box(&self) -> Option<String> {
        let target = match self.act.as_str() {
            _ if !self.confirms.is_empty() => "confirm-1",
            "supplement" => "item-1-field",
            "refuse" => "refuse-reason",
            "extend" => "until",
            "number" => "number",
            _ => return None,
        };
        Some(target.to_owned())
    }
}

/// A whole date as people write it; nothing when it is a part of one, or none.
fn day_of(typed: &str) -> Option<basis::Date> {
    match vietnam::BirthDate::parse(typed.trim()).ok()? {
        vietnam::BirthDate::Day(day) => Some(day),
        _ => None,
    }
}

impl Item {
    fn is_empty(&self) -> bool {
        self.field.is_empty() && self.reason.is_empty() && self.words.trim().is_empty()
    }
    fn ask(&self) -> Ask {
        Ask {
            field: self.field.clone(),
            reason: listed(&self.reason, true).unwrap_or_default(),
            words: self.words.trim().to_owned(),
        }
    }
}

/// The code, if it is on the list; a reason nobody wrote down is no reason.
fn listed(code: &str, supplement: bool) -> Option<String> {
    let list = if supplement { &reasons().supplement } else { &reasons().refusal };
    list.iter().find(|reason| reason.code == code).map(|reason| reason.code.clone())
}

fn of_list(supplement: bool, step: &str, lang: procedure::Lang) -> Vec<(String, String)> {
    let list = if supplement { &reasons().supplement } else { &reasons().refusal };
    list.iter()
        .filter(|reason| reason.fits(step))
        .map(|reason| (reason.code.clone(), reason.label(lang).to_owned()))
        .collect()
}

fn picks(options: &[(String, String)], chosen: &str) -> Vec<Pick> {
    options
        .iter()
        .map(|(value, label)| Pick { value: value.clone(), label: label.clone(), selected: value == chosen })
        .collect()
}

/// A posted code as one of the codes a service may ask to confirm; anything else confirms nothing.
pub(crate) fn known_code(word: &str) -> Option<Code> {
    let all = casework::codes::ALL.iter().chain(population::codes::PROBLEM_CODES);
    all.copied().find(|code| code.0 == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posted(pairs: &[(&str, &str)]) -> Posted {
        Posted(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }
    fn wanted(pairs: &[(&str, &str)]) -> Option<Act> {
        let posted = posted(pairs);
        Typed::read(&posted).wanted(&posted)
    }

    #[test]
    fn each_form_is_one_act() {
        for (act, done) in [
            ("claim", "claimed"),
            ("release", "released"),
            ("take-over", "taken-over"),
            ("accept", "accepted"),
            ("supplement", "asked"),
            ("refuse", "refused"),
            ("approve", "approved"),
            ("number", "number"),
            ("extend", "extended"),
        ] {
            assert_eq!(wanted(&[("act", act)]).map(|act| act.done()), Some(done));
        }
        assert!(wanted(&[("act", "delete")]).is_none());
        assert!(wanted(&[]).is_none());
    }

    #[test]
    fn a_request_takes_its_lines_in_order_and_leaves_empty_ones_out() {
        let act = wanted(&[
            ("act", "supplement"),
            ("field", "papers.notice"),
            ("reason", "unreadable"),
            ("words", " Ảnh mờ "),
            ("field", ""),
            ("reason", ""),
            ("words", ""),
            ("field", "mother.birth"),
            ("reason", "made-up"),
            ("words", "Sai năm"),
        ]);
        let Some(Act::Decide { action: Action::AskSupplement { items, ground }, .. }) = act else {
            panic!("another act")
        };
        assert_eq!(ground, None);
        let read: Vec<_> =
            items.iter().map(|item| (item.field.as_str(), item.reason.as_str(), item.words.as_str())).collect();
        // A reason that is on no list is none, and the rule asks for one.
        assert_eq!(read, [("papers.notice", "unreadable", "Ảnh mờ"), ("mother.birth", "", "Sai năm")]);
    }

    #[test]
    fn another_line_changes_the_page_and_does_nothing() {
        let form = posted(&[("act", "supplement"), ("more", "1"), ("field", "a"), ("reason", "b"), ("words", "c")]);
        let typed = Typed::read(&form);
        assert!(typed.wanted(&form).is_none());
        assert_eq!(typed.items.len(), 2);
        assert_eq!(typed.items[0].words, "c");
    }

    #[test]
    fn a_new_date_is_read_day_first_and_a_year_is_none() {
        for (typed, read) in
            [("30/11/2026", Some("2026-11-30")), (" 7/12/2026 ", Some("2026-12-07")), ("2026", None), ("x", None)]
        {
            let act = wanted(&[("act", "extend"), ("until", typed), ("late-words", " Chờ xác minh ")]);
            let Some(Act::Decide { action: Action::Extend { until, words }, .. }) = act else { panic!("another act") };
            assert_eq!((until.map(|day| day.to_string()).as_deref(), words.as_str()), (read, "Chờ xác minh"));
        }
    }

    #[test]
    fn what_was_done_is_taken_back_by_its_key_only() {
        let key = SubmissionKey::fresh().to_string();
        assert_eq!(wanted(&[("act", "undo"), ("key", &key)]).map(|act| act.done()), Some("undone"));
        assert!(wanted(&[("act", "undo"), ("key", "x")]).is_none());
    }

    #[test]
    fn only_codes_that_exist_are_confirmed() {
        let act = wanted(&[("act", "approve"), ("confirm", "possible-duplicate"), ("confirm", "anything")]);
        let Some(Act::Decide { confirmed, .. }) = act else { panic!("another act") };
        assert_eq!(confirmed, [casework::codes::POSSIBLE_DUPLICATE]);
    }

    #[test]
    fn the_same_form_sent_twice_has_the_same_key() {
        let key = SubmissionKey::fresh().to_string();
        let form = [("act", "approve"), ("key", key.as_str())];
        for _ in 0..2 {
            let Some(Act::Decide { key: read, .. }) = wanted(&form) else { panic!("another act") };
            assert_eq!(read.to_string(), key);
        }
    }
}
