//! The pages of this surface as a browser meets them: cookies kept, forms posted with their token.

#[cfg(test)]
mod browser;

use browser::{Browser, House, NUMBER, PASSWORD};

#[tokio::test]
async fn a_citizen_signs_in_sees_the_session_and_signs_out() {
    let house = House::build().await;
    let mut browser = Browser::open(&house);
    browser.get("/sign-in").await;
    let answer = browser.post("/sign-in", &[("username", "040 199 001 234"), ("password", PASSWORD)]).await;
    assert_eq!((answer.status, answer.location.as_str()), (303, "/"));

    let answer = browser.get("/my/sessions").await;
    assert_eq!(answer.status, 200);
    assert!(answer.html.contains("Firefox, Windows") && answer.html.contains("Trần Thị Mẫu"));
    // Whoever is signed in already is not asked again.
    assert_eq!(browser.get("/sign-in?next=/my/sessions").await.location, "/my/sessions");

    browser.get("/my/sessions").await;
    assert_eq!(browser.post("/sign-out", &[]).await.location, "/");
    assert_eq!(browser.get("/my/sessions").await.location, "/sign-in?next=%2Fmy%2Fsessions");
}

#[tokio::test]
async fn an_officer_begins_at_the_desk() {
    let house = House::build().await;
    let mut browser = Browser::open(&house);
    browser.get("/sign-in").await;
    let answer = browser.post("/sign-in", &[("username", "tu.phap"), ("password", PASSWORD)]).await;
    assert_eq!(answer.location, "/desk");
}

#[tokio::test]
async fn a_wrong_password_keeps_the_name_and_shows_the_password_to_nobody() {
    let house = House::build().await;
    let mut browser = Browser::open(&house);
    browser.get("/sign-in").await;
    let wrong = browser.post("/sign-in", &[("username", NUMBER), ("password", "sai-mat-khau-roi")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.html.contains("<title>Lỗi: ") && wrong.html.contains(&format!("value=\"{NUMBER}\"")));
    assert!(!wrong.html.contains("sai-mat-khau-roi"));
    let unknown = browser.post("/sign-in", &[("username", "040199009999"), ("password", PASSWORD)]).await;
    let said = "Tên đăng nhập hoặc mật khẩu không đúng";
    assert!(wrong.html.contains(said) && unknown.html.contains(said));
    // Eleven digits are told as what they are, at the field.
    let eleven = browser.post("/sign-in", &[("username", "40199001234"), ("password", PASSWORD)]).await;
    assert!(eleven.html.contains("href=\"#username\"") && eleven.html.contains("11 chữ số"));
}

#[tokio::test]
async fn a_guesser_is_told_to_wait() {
    let house = House::build().await;
    let mut browser = Browser::open(&house);
    browser.get("/sign-in").await;
    let mut last = 0;
    for _ in 0..6 {
        last = browser.post("/sign-in", &[("username", NUMBER), ("password", "sai-mat-khau-roi")]).await.status;
    }
    assert_eq!(last, 429);
}

#[tokio::test]
async fn a_form_without_its_token_is_not_taken() {
    let house = House::build().await;
    let mut browser = Browser::open(&house);
    browser.get("/sign-in").await;
    browser.token = "AAAA".into();
    let answer = browser.post("/sign-in", &[("username", NUMBER), ("password", PASSWORD)]).await;
    assert_eq!(answer.status, 403);
    assert_eq!(browser.get("/my/sessions").await.status, 303);
}

#[tokio::test]
async fn a_session_that_ran_out_in_mid_form_comes_back_to_its_page() {
    let house = House::build().await;
    let mut browser = Browser::open(&house);
    browser.sign_in(NUMBER).await;
    browser.get("/my/sessions").await;
    house.db.set_clock("2026-11-23T03:40:00Z");
    let answer = browser.post("/my/sessions", &[("session", "1")]).await;
    assert_eq!((answer.status, answer.location.as_str()), (303, "/sign-in?next=%2Fmy%2Fsessions"));
    let page = browser.get("/sign-in?next=/my/drafts/7/mother").await;
    assert!(page.html.contains("Những gì bạn đã lưu vẫn còn"));
    let form = [("next", "/my/drafts/7/mother"), ("username", NUMBER), ("password", PASSWORD)];
    assert_eq!(browser.post("/sign-in", &form).await.location, "/my/drafts/7/mother");
}

#[tokio::test]
async fn signing_in_leads_to_no_other_site() {
    let house = House::build().await;
    for next in ["//evil.example", "https://evil.example/", "/\\evil.example"] {
        let mut browser = Browser::open(&house);
        browser.get("/sign-in").await;
        let form = [("next", next), ("username", NUMBER), ("password", PASSWORD)];
        assert_eq!(browser.post("/sign-in", &form).await.location, "/", "{next}");
    }
}

#[tokio::test]
async fn another_device_is_signed_out_from_here() {
    let house = House::build().await;
    let (mut here, mut there) = (Browser::open(&house), Browser::open(&house));
    here.sign_in(NUMBER).await;
    there.sign_in(NUMBER).await;
    let listed = here.get("/my/sessions").await.html;
    let other = listed.split("name=\"session\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    assert_eq!(here.post("/my/sessions", &[("session", other)]).await.location, "/my/sessions?done=one");
    assert!(here.get("/my/sessions?done=one").await.html.contains("Đã kết thúc phiên đăng nhập"));
    assert_eq!(there.get("/my/sessions").await.status, 303);
    // Again, or somebody else's: it is not there.
    here.get("/my/sessions").await;
    assert_eq!(here.post("/my/sessions", &[("session", other)]).await.status, 404);
    assert_eq!(here.post("/my/sessions", &[("session", "x")]).await.status, 404);

    there.sign_in(NUMBER).await;
    here.get("/my/sessions").await;
    assert_eq!(here.post("/my/sessions", &[("others", "1")]).await.status, 303);
    assert_eq!(there.get("/my/sessions").await.status, 303);
    assert_eq!(here.get("/my/sessions").await.status, 200);
}

#[tokio::test]
async fn the_language_is_switched_for_strangers_and_for_the_signed_in() {
    let house = House::build().await;
    let mut browser = Browser::open(&house);
    browser.get("/sign-in").await;
    let answer = browser.post("/language", &[("lang", "en"), ("back", "/sign-in")]).await;
    assert_eq!((answer.status, answer.location.as_str()), (303, "/sign-in"));
    assert!(browser.get("/sign-in").await.html.contains("Personal number or user name"));
    assert_eq!(browser.post("/language", &[("lang", "xx"), ("back", "/")]).await.status, 422);
    browser.sign_in(NUMBER).await;
    assert!(browser.get("/my/sessions").await.html.contains("Where I am signed in"));
    let answer = browser.post("/language", &[("lang", "vi"), ("back", "//evil.example")]).await;
    assert_eq!(answer.location, "/");
    assert!(browser.get("/my/sessions").await.html.contains("Phiên đăng nhập của tôi"));
}
