//! Splits Rust text into code, comments and string literals, and finds the parts compiled only for tests.
//!
//! A small scanner, not a parser: it is exact about where strings and comments begin and end, which is what
//! searching for a word needs. Lines keep their numbers.

/// A Rust file, taken apart.
#[derive(Debug)]
pub(crate) struct Code {
    /// The code, line by line; comments and the insides of strings are spaces.
    pub(crate) lines: Vec<String>,
    /// Per line, what stands in comments.
    pub(crate) comments: Vec<String>,
    /// The string literals with the line on which each begins.
    pub(crate) strings: Vec<(usize, String)>,
    /// Per line, whether it is compiled only for tests.
    pub(crate) only_for_tests: Vec<bool>,
}

impl Code {
    /// Takes the text apart.
    pub(crate) fn read(text: &str) -> Self {
        let mut scanner = Scanner { chars: text.chars().collect(), at: 0, code: String::new(), comment: String::new() };
        let strings = scanner.scan();
        let lines: Vec<String> = scanner.code.split('\n').map(str::to_owned).collect();
        let comments = scanner.comment.split('\n').map(str::to_owned).collect();
        let only_for_tests = test_lines(&scanner.code);
        Self { lines, comments, strings, only_for_tests }
    }

    /// The lines that are compiled into the product, numbered from one.
    pub(crate) fn product_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let numbered = self.lines.iter().enumerate().zip(&self.only_for_tests);
        numbered.filter(|(_, test)| !**test).map(|((index, line), _)| (index + 1, line.as_str()))
    }

    /// The string literals compiled into the product, with their lines.
    pub(crate) fn product_strings(&self) -> impl Iterator<Item = (usize, &str)> {
        self.strings
            .iter()
            .filter(|(line, _)| !self.only_for_tests.get(line - 1).copied().unwrap_or(false))
            .map(|(line, text)| (*line, text.as_str()))
    }
}

/// The words of a line, with what follows each after spaces.
pub(crate) fn words(line: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = line;
    std::iter::from_fn(move || {
        let start = rest.find(is_word_char)?;
        let word_and_more = &rest[start..];
        let end = word_and_more.find(|c| !is_word_char(c)).unwrap_or(word_and_more.len());
        let (word, more) = word_and_more.split_at(end);
        rest = more;
        Some((word, more.trim_start()))
    })
}

/// Whether the word stands in the line as a whole word.
pub(crate) fn has_word(line: &str, word: &str) -> bool {
    words(line).any(|(found, _)| found == word)
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

struct Scanner {
    chars: Vec<char>,
    at: usize,
    code: String,
    comment: String,
}

impl Scanner {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    /// Takes one character to where it belongs and blanks it in the other.
    fn take(&mut self, is_code: bool, is_comment: bool) -> Option<char> {
        let c = self.peek(0)?;
        self.at += 1;
        let blank = if c == '\n' { '\n' } else { ' ' };
        self.code.push(if is_code { c } else { blank });
        self.comment.push(if is_comment { c } else { blank });
        Some(c)
    }

    fn line(&self) -> usize {
        self.code.matches('\n').count() + 1
    }

    fn scan(&mut self) -> Vec<(usize, String)> {
        let mut strings = Vec::new();
        while let Some(c) = self.peek(0) {
            match (c, self.peek(1)) {
                ('/', Some('/')) => {
                    while self.peek(0).is_some_and(|c| c != '\n') {
                        self.take(false, true);
                    }
                }
                ('/', Some('*')) => self.block_comment(),
                ('"', _) => {
                    let line = self.line();
                    strings.push((line, self.string()));
                }
                ('r', Some('"' | '#')) if !self.inside_word() && self.raw_hashes(1).is_some() => {
                    let line = self.line();
                    let hashes = self.raw_hashes(1).unwrap_or(0);
                    strings.push((line, self.raw_string(hashes)));
                }
                ('\'', _) => self.char_or_lifetime(),
                _ => {
                    self.take(true, false);
                }
            }
        }
        strings
    }

    /// Whether the character before belongs to a word, as in `for"`; a `b` or `c` prefix does not count.
    fn inside_word(&self) -> bool {
        let before = |back: usize| self.at.checked_sub(back).and_then(|at| self.chars.get(at)).copied();
        match before(1) {
            Some('b' | 'c') => before(2).is_some_and(is_word_char),
            Some(c) => is_word_char(c),
            None => false,
        }
    }

    /// The number of # of a raw string that begins `from` characters ahead, if one does.
    fn raw_hashes(&self, from: usize) -> Option<usize> {
        let mut hashes = 0;
        while self.peek(from + hashes) == Some('#') {
            hashes += 1;
        }
        (self.peek(from + hashes) == Some('"')).then_some(hashes)
    }

    fn block_comment(&mut self) {
        let mut depth = 0;
        loop {
            let step = match (self.peek(0), self.peek(1)) {
                (Some('/'), Some('*')) => 1,
                (Some('*'), Some('/')) => -1,
                (None, _) => return,
                _ => 0,
            };
            depth += step;
            self.take(false, true);
            if step != 0 {
                self.take(false, true);
            }
            if depth == 0 {
                return;
            }
        }
    }

    fn string(&mut self) -> String {
        let mut text = String::new();
        self.take(true, false);
        while let Some(c) = self.peek(0) {
            if c == '"' {
                self.take(true, false);
                break;
            }
            text.push(c);
            self.take(false, false);
            if c == '\\' {
                text.extend(self.take(false, false));
            }
        }
        text
    }

    fn raw_string(&mut self, hashes: usize) -> String {
        let mut text = String::new();
        for _ in 0..hashes + 2 {
            self.take(true, false); // r, the hashes, the quote
        }
        while let Some(c) = self.peek(0) {
            if c == '"' && (1..=hashes).all(|ahead| self.peek(ahead) == Some('#')) {
                for _ in 0..=hashes {
                    self.take(true, false);
                }
                break;
            }
            text.push(c);
            self.take(false, false);
        }
        text
    }

    /// `'x'` and `'\n'` are characters; `'static` is a lifetime.
    fn char_or_lifetime(&mut self) {
        let is_char = match self.peek(1) {
            Some('\\') => true,
            Some(_) => self.peek(2) == Some('\''),
            None => false,
        };
        self.take(true, false);
        if !is_char {
            return;
        }
        if self.take(false, false) == Some('\\') {
            self.take(false, false);
        }
        while self.peek(0).is_some_and(|c| c != '\'' && c != '\n') {
            self.take(false, false);
        }
        self.take(true, false);
    }
}

/// Marks the item after each `#[cfg(test)]`, to its closing brace or semicolon.
fn test_lines(code: &str) -> Vec<bool> {
    let mut marks = vec![false; code.split('\n').count()];
    let mut from = 0;
    while let Some(found) = code[from..].find("#[cfg(test)]") {
        let start = from + found;
        let end = item_end(code, start + "#[cfg(test)]".len());
        let first = code[..start].matches('\n').count();
        let last = code[..end].matches('\n').count();
        marks[first..=last].fill(true);
        from = end;
    }
    marks
}

fn item_end(code: &str, from: usize) -> usize {
    let mut braces = 0_usize;
    let mut others = 0_usize; // an array type or an argument list may hold a semicolon
    for (offset, c) in code[from..].char_indices() {
        match c {
            '{' => braces += 1,
            '}' => {
                braces = braces.saturating_sub(1);
                if braces == 0 {
                    return from + offset;
                }
            }
            '(' | '[' => others += 1,
            ')' | ']' => others = others.saturating_sub(1),
            ';' if braces == 0 && others == 0 => return from + offset,
            _ => {}
        }
    }
    code.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_and_comments_are_no_code() {
        let code = Code::read(
            "let a = \"sqlx // \\\" no\"; // sqlx\nlet b = r#\"axum \" \"#; /* x /* y */ z */ let c = 'q';\n",
        );
        assert!(!code.lines.iter().any(|line| has_word(line, "sqlx") || has_word(line, "axum") || has_word(line, "z")));
        assert!(has_word(&code.lines[1], "c"));
        assert!(code.comments[0].contains("sqlx"));
        assert_eq!(code.strings, vec![(1, "sqlx // \\\" no".to_owned()), (2, "axum \" ".to_owned())]);
    }

    #[test]
    fn a_lifetime_is_not_the_beginning_of_a_character() {
        let code = Code::read("fn f<'a>(x: &'a str) -> char { '\"' }\nsqlx\nlet q = '\\''; axum");
        assert!(has_word(&code.lines[1], "sqlx"));
        assert!(has_word(&code.lines[2], "axum"));
        assert!(code.strings.is_empty());
    }

    #[test]
    fn what_is_compiled_for_tests_only_is_known() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() { if x {} }\n}\nfn c() {}\n#[cfg(test)]\nuse d;\nfn e() {}\n";
        let code = Code::read(text);
        let product: Vec<usize> = code.product_lines().map(|(number, _)| number).collect();
        assert_eq!(product, vec![1, 6, 9, 10]);
    }
}
