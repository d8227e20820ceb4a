//! Every page drawn with sample data in both languages, and every text that is named written.

use crate::{TEXTS, why};
use std::{path::Path, sync::LazyLock};
use web::{Lang, Languages, Words, testing};

static LANGUAGES: LazyLock<Languages> = LazyLock::new(|| {
    let all: Vec<_> = TEXTS.iter().chain(casework::TEXTS).copied().collect();
    Words::build(&all).expect("the texts fit together")
});

/// The texts of these pages.
pub(crate) fn words(lang: Lang) -> &'static Words {
    LANGUAGES.of(lang)
}

#[test]
fn every_text_named_is_written_in_both_languages() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["templates", "src"] {
        testing::assert_templates_translated(&here.join(folder), TEXTS);
    }
}

#[test]
fn every_purpose_of_these_pages_has_words_and_a_ground() {
    for why in why::ALL {
        let key = format!("purpose-{}", why.purpose.0);
        assert!(words(Lang::Vi).has(&key) && words(Lang::En).has(&key), "{key}");
        assert!(why.ground.on("2026-11-23".parse().unwrap()).is_ok(), "{key}");
    }
}

mod pages {
    use super::words;
    use crate::{
        consents::{AskedRow, ConsentsPage},
        dossier::{
            done::DonePage,
            list::{DossierRow, DossiersPage},
            supplement::{Question, SupplementPage},
            track::{Asked, PaperRow, ResultRow, TrackPage},
            withdraw::WithdrawPage,
        },
        draft::{
            check::{Amiss, CheckPage},
            list::{DraftRow, DraftsPage},
            page::FormPage,
        },
        home::{HomePage, Offer, procedure_page},
        look_up::{GlimpsePage, LookUpPage},
        notices::{NoticeRow, NoticesPage},
        seen::{Day, Look, SeenPageView, Tab},
        vault::{Line, MakingPage, ResultPage, StandingPage, VaultPage, VaultRow},
    };
    use askama::Template;
    use procedure::{Answers, Catalogue, Facts, Findings};
    use web::{ErrorLink, Event, FieldView, FormFrame, Lang, Leg, Page, Pager, Panel, Tag, Tone, Widget, testing};

    const TODAY: &str = "2026-11-23";
    const CODE: &str = "H41.17-20261123-0000042";

    fn page(lang: Lang) -> Page {
        let badge = basis::Badge::Citizen("Nguyễn Thị Thử".into());
        Page { words: words(lang), badge, title: "Một trang thử".into(), ..testing::page(lang) }
    }

    /// Draws it in both languages: one main heading, nothing unwritten, one title.
    fn drawn<T: Template>(make: impl Fn(Lang, Page) -> T) -> String {
        let [vi, en] = Lang::ALL.map(|lang| make(lang, page(lang)).render().expect("the page draws"));
        for html in [&vi, &en] {
            assert_eq!(html.matches("<h1").count(), 1, "{html}");
            assert_eq!(html.matches("<title>").count(), 1);
            assert!(!html.contains("style=") && !html.contains("onclick"), "the policy forbids it");
        }
        assert_ne!(vi, en);
        vi
    }

    fn errors(target: &str) -> Vec<ErrorLink> {
        vec![ErrorLink { target: Some(target.into()), text: "Hãy sửa <điều này>.".into() }]
    }

    fn legs() -> Vec<Leg> {
        vec![Leg {
            title: "Đăng ký khai sinh".into(),
            status: Tag::new(Tone::Soon, "Yêu cầu bổ sung giấy tờ"),
            holder: Some("UBND xã Kim Liên".into()),
            since: Some("10:00 23/11/2026".into()),
            finished: None,
            due: Some("23/11/2026".into()),
            left: Some(Tag::new(Tone::Soon, "còn 5 giờ làm việc")),
            note: None,
            link: Some(("Bổ sung ngay".into(), "/dossiers/x/supplement/1".into())),
        }]
    }

    fn draft() -> DraftRow {
        DraftRow { id: "1".into(), procedure: "Liên thông".into(), saved: "10:00 23/11/2026".into() }
    }

    #[test]
    fn start_page_and_procedures() {
        let offer = || Offer { code: "3.000722".into(), name: "Liên thông".into(), text: "3 ngày".into() };
        for signed_in in [true, false] {
            let html = drawn(|_, page| HomePage { page, child: Some(offer()), others: vec![offer()], signed_in });
            assert!(html.contains("/procedures/3.000722") && html.contains("/track"));
        }
        let today = TODAY.parse().unwrap();
        let catalogue = Catalogue::embedded();
        for found in catalogue.all_in_force(today) {
            let html = drawn(|lang, page| procedure_page(page, found, words(lang), today));
            assert!(html.contains(&format!("/procedures/{}/start", found.code)));
            let unconfirmed = found.ground.iter().any(|ground| !ground.confirmed);
            assert!(!unconfirmed || html.contains("chưa đối chiếu"));
        }
    }

    #[test]
    fn every_page_of_every_form_in_force() {
        let today = TODAY.parse().unwrap();
        let catalogue = Catalogue::embedded();
        for found in catalogue.all_in_force(today) {
            let (answers, facts) = (Answers::default(), Facts::default());
            let filling = found.form.fill(&answers, &facts, today);
            for there in filling.pages() {
                let parsed = filling.parse(&there.key, &procedure::Posted::default());
                for findings in [Findings::default(), parsed.findings] {
                    drawn(|lang, page| {
                        let say = |problem: &basis::Problem| words(lang).problem(problem);
                        let view = filling.view(&there.key, crate::say::lang(lang), &findings, &say).unwrap();
                        let frame = FormFrame { action: "/x".into(), later: true, ..FormFrame::default() };
                        FormPage { page, procedure: "Liên thông".into(), view, frame }
                    });
                }
            }
        }
    }

    #[test]
    fn drafts_and_dossiers() {
        drawn(|_, page| DraftsPage { page, rows: vec![] });
        let html = drawn(|_, page| DraftsPage { page, rows: vec![draft()] });
        assert!(html.contains("/drafts/1/discard"));
        drawn(|_, page| DossiersPage { page, drafts: vec![], dossiers: vec![] });
        let row = || DossierRow {
            code: CODE.into(),
            procedure: "Liên thông".into(),
            submitted: "23/11/2026".into(),
            due: Some("27/11/2026".into()),
            status: Tag::new(Tone::Info, "Mới đăng ký"),
        };
        let html = drawn(|_, page| DossiersPage { page, drafts: vec![draft()], dossiers: vec![row()] });
        assert!(html.contains(&format!("/dossiers/{CODE}")));
    }

    #[test]
    fn check_your_answers_with_and_without_the_declaration() {
        for errors in [vec![], errors("declare")] {
            let failed = !errors.is_empty();
            let html = drawn(|_, page| CheckPage {
                page,
                procedure: "Liên thông".into(),
                sections: vec![],
                change: "/drafts/1/pages".into(),
                action: "/drafts/1/check".into(),
                back: "/drafts/1/pages/x".into(),
                amiss: vec![Amiss { question: "Họ tên".into(), text: "Chưa điền".into(), href: "/y".into() }],
                errors: errors.clone(),
                key: "k".into(),
            });
            assert_eq!(html.contains("aria-invalid"), failed);
            assert!(html.contains("name=\"key\" value=\"k\""));
        }
    }

    #[test]
    fn the_secret_stands_on_the_confirmation_only_when_it_is_given() {
        for secret in [None, Some("K7QM")] {
            let html = drawn(|_, page| DonePage {
                page,
                panel: Panel {
                    title: "Đã nộp hồ sơ".into(),
                    label: "Mã hồ sơ".into(),
                    code: CODE.into(),
                    secret: secret.map(|secret| ("Mã tra cứu".into(), secret.into())),
                    qr: Some(format!("https://example.vn/track?code={CODE}")),
                },
                due: "27/11/2026".into(),
                left: Tag::new(Tone::Good, "còn 3 ngày làm việc"),
                next: vec!["Cán bộ xem hồ sơ".into()],
                track: "/dossiers/x".into(),
                with_secret: secret.is_some(),
            });
            assert_eq!(html.contains("K7QM"), secret.is_some());
            assert!(html.contains("<svg class=\"qr\""));
        }
    }

    #[test]
    fn a_dossier_with_everything() {
        let html = drawn(|_, page| TrackPage {
            code: "H41.12-20261123-0000012".into(),
            page,
            procedure: "Liên thông".into(),
            status: Tag::new(Tone::Soon, "Yêu cầu bổ sung giấy tờ"),
            submitted: "10:00 23/11/2026".into(),
            due: Some(("27/11/2026".into(), Tag::new(Tone::Good, "còn 3 ngày làm việc"))),
            late_filing: true,
            fees: vec![("Đăng ký thường trú".into(), "10.000 đồng, chưa nộp".into(), "TT 75/2022/TT-BTC".into())],
            asked: vec![Asked { leg: "Khai sinh".into(), words: vec!["Ảnh <mờ>".into()], href: "/s".into() }],
            legs: legs(),
            results: vec![ResultRow {
                title: "Giấy khai sinh".into(),
                number: "1/2026".into(),
                href: "/vault/1".into(),
                replaced: true,
            }],
            papers: vec![PaperRow { name: "a.jpg".into(), size: "46 KB".into(), href: "/p".into() }],
            events: vec![Event { when: "10:00".into(), text: "Đã nộp".into(), ..Event::default() }],
            consents: vec![("Chủ hộ".into(), "đã đồng ý".into())],
            withdraw: Some("/w".into()),
            confirmation: "/done".into(),
        });
        assert!(html.contains("href=\"/s\"") && !html.contains("<mờ>"));
        drawn(|_, page| WithdrawPage {
            page,
            code: CODE.into(),
            stops: vec!["Khai sinh".into()],
            stays: vec!["Thường trú".into()],
            key: "k".into(),
            errors: vec![],
        });
    }

    #[test]
    fn a_supplement_asks_the_very_questions() {
        let files = || FieldView {
            key: "papers.notice".into(),
            id: "papers-notice".into(),
            label: "Ảnh giấy chứng sinh".into(),
            hint: None,
            errors: vec!["Chưa có tệp".into()],
            required: true,
            widget: Widget::Files { accept: "image/jpeg", max_mb: 20, receipts: vec![] },
        };
        let question = || Question { field: files(), reason: None, words: "Ảnh bị mờ".into() };
        let html = drawn(|_, page| SupplementPage {
            page,
            code: CODE.into(),
            leg: "Khai sinh".into(),
            action: "/s".into(),
            questions: vec![question()],
            errors: errors("papers-notice"),
            confirms: vec![("number-says-other-sex@mother.personal_id".into(), "Khác giới tính".into())],
            key: "k".into(),
        });
        assert!(html.contains("multipart/form-data") && html.contains("Ảnh bị mờ") && html.contains("#papers-notice"));
        let token = html.find("<form class=\"form\"").and_then(|at| html[at..].split("name=\"").nth(1)).unwrap();
        assert!(token.starts_with("_csrf\""), "the token is the first part of an upload");
    }

    #[test]
    fn look_up_and_notices() {
        drawn(|_, page| LookUpPage {
            page,
            code: "<x>".into(),
            errors: errors("secret"),
            code_error: String::new(),
            secret_error: "Không đúng".into(),
        });
        drawn(|_, page| GlimpsePage {
            page,
            code: CODE.into(),
            procedure: "Liên thông".into(),
            status: Tag::new(Tone::Info, "Đang xử lý"),
            submitted: "10:00 23/11/2026".into(),
            due: "27/11/2026".into(),
            legs: legs(),
        });
        drawn(|_, page| NoticesPage { page, rows: vec![] });
        let row =
            || NoticeRow { text: "Hồ sơ".into(), code: CODE.into(), href: "/consents".into(), when: "10:00".into() };
        drawn(|_, page| NoticesPage { page, rows: vec![row()] });
        drawn(|_, page| ConsentsPage { page, rows: vec![] });
        let asked = || AskedRow {
            id: "0".repeat(32),
            procedure: "Đăng ký thường trú".into(),
            code: CODE.into(),
            who: "Võ Thị Thử".into(),
            address: "Số 2, Phường Mẫu".into(),
            as_whom: "chủ hộ".into(),
            article: "Luật Cư trú 68/2020/QH14 Đ20.2".into(),
            asked: "10:00".into(),
        };
        drawn(|_, page| ConsentsPage { page, rows: vec![asked(), AskedRow { id: "1".repeat(32), ..asked() }] });
    }

    #[test]
    fn vault_results_and_their_check() {
        drawn(|_, page| VaultPage { page, rows: vec![] });
        let row = || VaultRow {
            href: "/vault/1".into(),
            title: "Giấy khai sinh".into(),
            holder: "Nguyễn Minh An".into(),
            number: "1/2026".into(),
            issued: "23/11/2026".into(),
            standing: Tag::new(Tone::Good, "Còn giá trị"),
        };
        drawn(|_, page| VaultPage { page, rows: vec![row()] });
        for (pdf, revoked) in [(None, None), (Some(("/vault/1/pdf".into(), "46 KB".into())), Some("24/11/2026".into()))]
        {
            drawn(|_, page| ResultPage {
                page,
                number: "1/2026".into(),
                agency: "UBND xã".into(),
                issued: "23/11/2026".into(),
                lines: vec![Line { label: "Họ và tên".into(), value: "An".into() }],
                pdf: pdf.clone(),
                revoked: revoked.clone(),
                check: "/check/ABC".into(),
                qr: web::qr_svg("https://example.vn/check/ABC"),
                dossier: CODE.into(),
            });
        }
        drawn(|_, page| MakingPage { page, back: "/vault/1".into() });
        drawn(|_, page| StandingPage {
            page,
            standing: Tag::new(Tone::Good, "Còn giá trị"),
            text: "Giấy tờ này còn giá trị.".into(),
            kind: "Giấy khai sinh".into(),
            name: "N••• M••• An".into(),
            number: "1/2026".into(),
            issued: "23/11/2026".into(),
            agency: "UBND xã".into(),
        });
    }

    #[test]
    fn who_looked() {
        let look = || Look {
            time: "10:00".into(),
            who: "Bạn".into(),
            own: true,
            family: false,
            system: false,
            purpose: "Điền đơn".into(),
            ground: "NĐ 63/2024/NĐ-CP".into(),
            fields: "họ tên".into(),
            dossier: Some(CODE.into()),
        };
        let tab = |label: &str, current| Tab { label: label.into(), href: "/me/seen".into(), current };
        let html = drawn(|_, page| SeenPageView {
            page,
            tabs: vec![tab("Của tôi", true), tab("Nguyễn Minh An", false)],
            days: vec![Day { date: "23/11/2026".into(), looks: vec![look()] }],
            pager: Pager { first: None, next: Some("/me/seen?before=1.1".into()) },
        });
        assert!(html.contains("NĐ 63/2024/NĐ-CP") && html.contains(CODE));
        drawn(|_, page| SeenPageView { page, tabs: vec![], days: vec![], pager: Pager::default() });
    }
}
