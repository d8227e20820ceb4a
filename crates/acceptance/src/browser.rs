//! A browser without a screen: cookies, redirects, forms filled in by name. No script, like the oldest phone.

use crate::Account;
use scraper::{ElementRef, Html, Selector};
use ureq::{Agent, config::RedirectAuthHeaders};

const REDIRECTS_MAX: u32 = 10;

/// A browser of one person.
#[derive(Debug, Clone)]
pub struct Browser {
    agent: Agent,
    address: String,
}

/// A page as it was answered.
#[derive(Debug, Clone)]
pub struct Page {
    /// The HTTP status.
    pub status: u16,
    /// The path it was finally found at.
    pub path: String,
    /// Its source.
    pub html: String,
    /// Its bytes, for what is not a page.
    pub bytes: Vec<u8>,
    headers: Vec<(String, String)>,
}

/// A form on its way to be sent.
#[derive(Debug, Clone)]
pub struct Form {
    action: String,
    fields: Vec<(String, String)>,
}

impl Browser {
    /// A browser for the application at this address, in which nobody has signed in.
    #[must_use]
    pub fn at(address: &str) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(REDIRECTS_MAX)
            .redirect_auth_headers(RedirectAuthHeaders::Never)
            .build();
        Self { agent: config.into(), address: address.to_owned() }
    }

    /// Signs somebody in.
    ///
    /// # Panics
    /// When the account cannot sign in.
    pub fn sign_in(&self, account: &Account) {
        let page = self.get("/sign-in");
        let form = page.form("username").set("username", &account.username).set("password", &account.password);
        let after = self.submit(form);
        assert!(after.status == 200, "{} could not sign in: {}", account.role, after.status);
        assert!(!after.text().contains("password-wrong"), "{} could not sign in", account.role);
    }

    /// Opens a page.
    ///
    /// # Panics
    /// When the application does not answer.
    #[must_use]
    pub fn get(&self, path: &str) -> Page {
        let answer =
            self.agent.get(self.url(path)).header("accept", "text/html").call().expect("the application answers");
        self.page(answer)
    }

    /// Asks for JSON, as a program would.
    ///
    /// # Panics
    /// When the application does not answer.
    #[must_use]
    pub fn get_json(&self, path: &str) -> Page {
        let answer = self
            .agent
            .get(self.url(path))
            .header("accept", "application/json")
            .call()
            .expect("the application answers");
        self.page(answer)
    }

    /// Sends a form and follows to where it leads.
    ///
    /// # Panics
    /// When the application does not answer.
    #[must_use]
    pub fn submit(&self, form: Form) -> Page {
        let answer = self
            .agent
            .post(self.url(&form.action))
            .header("accept", "text/html")
            .header("origin", &self.address)
            .send_form(form.fields)
            .expect("the application answers");
        self.page(answer)
    }

    /// Sends a form with a file, as a browser without script does.
    ///
    /// # Panics
    /// When the application does not answer.
    #[must_use]
    pub fn upload(&self, form: Form, field: &str, name: &str, content: &[u8]) -> Page {
        self.upload_all(form, &[(field, name, content)])
    }

    /// Sends a form with several files: each its field, its name and what is in it.
    ///
    /// # Panics
    /// When the application does not answer.
    #[must_use]
    pub fn upload_all(&self, form: Form, files: &[(&str, &str, &[u8])]) -> Page {
        let boundary = "----------acceptance-boundary";
        let mut body = Vec::new();
        for (key, value) in &form.fields {
            body.extend(
                format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{key}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        for (field, name, content) in files {
            body.extend(
                format!(
                    "--{boundary}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
                     Content-Type: application/octet-stream\r\n\r\n"
                )
                .bytes(),
            );
            body.extend_from_slice(content);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{boundary}--\r\n").bytes());
        let answer = self
            .agent
            .post(self.url(&form.action))
            .header("accept", "text/html")
            .header("origin", &self.address)
            .header("content-type", format!("multipart/form-data; boundary={boundary}"))
            .send(&body[..])
            .expect("the application answers");
        self.page(answer)
    }

    /// Posts bytes as they are, under any content type and without a token.
    ///
    /// # Panics
    /// When the application does not answer.
    #[must_use]
    pub fn post_raw(&self, path: &str, content_type: &str, body: &[u8]) -> Page {
        let answer = self
            .agent
            .post(self.url(path))
            .header("accept", "text/html")
            .header("origin", &self.address)
            .header("content-type", content_type)
            .send(body)
            .expect("the application answers");
        self.page(answer)
    }

    /// Asks by a method that no page of ours takes.
    ///
    /// # Panics
    /// When the application does not answer.
    #[must_use]
    pub fn delete(&self, path: &str) -> Page {
        let asked = self.agent.delete(self.url(path)).header("accept", "text/html").header("origin", &self.address);
        self.page(asked.call().expect("the application answers"))
    }

    fn url(&self, path: &str) -> String {
        if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.address) }
    }

    fn page(&self, mut answer: ureq::http::Response<ureq::Body>) -> Page {
        use ureq::ResponseExt as _;
        let status = answer.status().as_u16();
        let path = answer.get_uri().path().to_owned();
        let headers = answer
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
        let headers = headers.collect();
        let bytes = answer.body_mut().read_to_vec().expect("an answer ends");
        Page { status, path, html: String::from_utf8_lossy(&bytes).into_owned(), bytes, headers }
    }
}

impl Page {
    /// Everything a person reads on it, in one line.
    #[must_use]
    pub fn text(&self) -> String {
        let html = Html::parse_document(&self.html);
        let words: Vec<&str> = html.root_element().text().flat_map(str::split_whitespace).collect();
        words.join(" ")
    }

    /// A header of the answer, by its name in small letters.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(there, _)| there == name).map(|(_, value)| value.as_str())
    }

    /// Whether a person reads these words on it.
    #[must_use]
    pub fn says(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// The form that has a field of this name.
    ///
    /// # Panics
    /// When there is none: the page is not the one the story expects.
    #[must_use]
    pub fn form(&self, field: &str) -> Form {
        self.find_form(field).unwrap_or_else(|| panic!("no form with {field} on {}: {}", self.path, self.text()))
    }

    /// The form that has a field of this name, if there is one.
    #[must_use]
    pub fn find_form(&self, field: &str) -> Option<Form> {
        let html = Html::parse_document(&self.html);
        let forms = Selector::parse("form").expect("a selector");
        html.select(&forms).find(|form| has_field(*form, field)).map(|form| read_form(form, &self.path))
    }

    /// One of the forms that a selector finds, by its place.
    ///
    /// # Panics
    /// When there are not so many.
    #[must_use]
    pub fn nth_form(&self, selector: &str, place: usize) -> Form {
        let html = Html::parse_document(&self.html);
        let forms = Selector::parse(selector).expect("a selector");
        let found = html.select(&forms).nth(place).map(|form| read_form(form, &self.path));
        found.unwrap_or_else(|| panic!("no form {place} of {selector} on {}: {}", self.path, self.text()))
    }

    /// The form that is sent to an address that ends so.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn form_to(&self, ending: &str) -> Form {
        let html = Html::parse_document(&self.html);
        let forms = Selector::parse("form").expect("a selector");
        html.select(&forms)
            .map(|form| read_form(form, &self.path))
            .find(|form| form.action.ends_with(ending))
            .unwrap_or_else(|| panic!("no form to {ending} on {}: {}", self.path, self.text()))
    }

    /// The form at a place among the page's forms, counted from 0.
    ///
    /// # Panics
    /// When there are not so many.
    #[must_use]
    pub fn form_at(&self, place: usize) -> Form {
        let html = Html::parse_document(&self.html);
        let forms = Selector::parse("form").expect("a selector");
        html.select(&forms)
            .nth(place)
            .map(|form| read_form(form, &self.path))
            .unwrap_or_else(|| panic!("no form number {place} on {}", self.path))
    }

    /// The addresses that its links lead to.
    #[must_use]
    pub fn links(&self) -> Vec<String> {
        let html = Html::parse_document(&self.html);
        let links = Selector::parse("a[href]").expect("a selector");
        html.select(&links).filter_map(|link| link.value().attr("href")).map(str::to_owned).collect()
    }

    /// The first link whose address has this in it.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn link(&self, part: &str) -> String {
        let links = self.links();
        links
            .iter()
            .find(|link| link.contains(part))
            .cloned()
            .unwrap_or_else(|| panic!("no link with {part}: {links:?}"))
    }
}

impl Form {
    /// Fills in a field.
    #[must_use]
    pub fn set(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(key, _)| key != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }
    /// Adds another value under a name, as a second ticked box would.
    #[must_use]
    pub fn add(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }
    /// What a field holds.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
    /// The names of its fields.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        self.fields.iter().map(|(key, _)| key.as_str()).collect()
    }
    /// Where it is sent.
    #[must_use]
    pub fn action(&self) -> &str {
        &self.action
    }
}

fn has_field(form: ElementRef<'_>, name: &str) -> bool {
    let fields = Selector::parse("input, select, textarea, button").expect("a selector");
    form.select(&fields).any(|field| field.value().attr("name") == Some(name))
}

/// What a browser would send of a form as it stands: no unticked boxes, no buttons, no files.
fn read_form(form: ElementRef<'_>, at: &str) -> Form {
    let fields = Selector::parse("input, select, textarea").expect("a selector");
    let options = Selector::parse("option").expect("a selector");
    let mut read = Vec::new();
    for field in form.select(&fields) {
        let element = field.value();
        let Some(name) = element.attr("name") else { continue };
        match (element.name(), element.attr("type").unwrap_or("text")) {
            ("input", "radio" | "checkbox") if element.attr("checked").is_none() => {}
            ("input", "file" | "submit" | "button" | "image") => {}
            ("input", _) => read.push((name.to_owned(), element.attr("value").unwrap_or_default().to_owned())),
            ("select", _) => {
                let chosen = field
                    .select(&options)
                    .find(|option| option.value().attr("selected").is_some())
                    .or_else(|| field.select(&options).next());
                let value = chosen.and_then(|option| option.value().attr("value")).unwrap_or_default();
                read.push((name.to_owned(), value.to_owned()));
            }
            _ => read.push((name.to_owned(), field.text().collect())),
        }
    }
    let action = form.value().attr("action").filter(|action| !action.is_empty()).unwrap_or(at);
    Form { action: action.to_owned(), fields: read }
}
