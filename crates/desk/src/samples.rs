//! Made-up values for tests of these pages: each page has one typed context, and its sample is its test and preview.

use crate::{
    bulk::RowResult,
    compare::{Filed, compare},
    counter::{self, AtCounterPage, CounterPage},
    departures::{DepartureView, DeparturesPage},
    dossier::{DossierPage, DossierView, LegState, Seer, Typed},
    filing::FilePage,
    findings::{self, FindingRow, FindingsPage},
    frame::NavItem,
    held::{HeldPage, HeldView},
    outbox::{NoticeRow, OutboxPage},
    people::{FoundRow, PersonPage, Pick, Search, SearchPage, communes_near, sheet},
    queue::{QueuePage, RowView},
    simulators::{self, SimulatorsPage},
};
use basis::{Badge, HouseholdId, LegId, PersonId, Timestamp};
use population::{Membership, PersonView, Personal, Residence, ResidenceKind, Spell};
use procedure::{Answers, Lang, Status, Value};
use std::sync::LazyLock;
use vietnam::{Address, BirthDate, Ethnicity, FullName, HouseholdRelation, PersonalId, Sex, units};
use web::{Counter, Event, Languages, Page, Pager, Tag, Tone, Words};

/// Texts of this crate and of the capabilities whose refusals it shows.
pub(crate) const SOURCES: &[(&str, &str)] = &[
    ("vi", include_str!("../../population/locales/vi/population.ftl")),
    ("en", include_str!("../../population/locales/en/population.ftl")),
];

pub(crate) fn words(lang: web::Lang) -> &'static Words {
    static ALL: LazyLock<Languages> = LazyLock::new(|| {
        let all: Vec<_> = crate::TEXTS.iter().chain(casework::TEXTS).chain(SOURCES).copied().collect();
        Words::build(&all).expect("samples are well formed")
    });
    ALL.of(lang)
}

/// 10:00 on 23 November 2026 in Viet Nam.
pub(crate) fn now() -> Timestamp {
    "2026-11-23T03:00:00Z".parse().expect("samples are well formed")
}

pub(crate) fn seer(lang: web::Lang) -> Seer {
    Seer {
        words: words(lang),
        lang: crate::frame::lang(lang),
        account: None,
        receives: true,
        decides: true,
        now: now(),
    }
}

/// A gate leg's state, just arrived.
pub(crate) fn leg() -> LegState {
    LegState {
        status: Status::New,
        gate: false,
        of_police: false,
        due: Some("2026-11-25T03:00:00Z".parse().expect("samples are well formed")),
        finished_at: None,
        waits_for_number: false,
        supplements: 0,
        refused: false,
        extended: false,
    }
}

/// An address of before 2025 that is certain today.
pub(crate) fn old_address() -> Address {
    Address::new(
        units()
            .on("17329", "2024-01-01".parse().expect("samples are well formed"))
            .expect("samples are well formed")
            .key(),
        "Xóm 3",
    )
}

pub(crate) fn mother() -> PersonView {
    let birth = BirthDate::parse("07/05/1995").expect("samples are well formed");
    let mut facts =
        Personal::new(FullName::parse("Nguyễn Thị Ất").expect("samples are well formed"), birth, Sex::Female);
    facts.ethnicity = Ethnicity::from_code("kinh").ok();
    let home = Residence {
        spell: uuid::Uuid::from_u128(1),
        kind: ResidenceKind::Permanent,
        membership: Some(Membership {
            household: HouseholdId::from_uuid(uuid::Uuid::from_u128(2)),
            relation: HouseholdRelation::HEAD,
        }),
        address: old_address(),
        planned_to: None,
        reason: None,
        removed: None,
    };
    PersonView {
        id: PersonId::from_uuid(uuid::Uuid::from_u128(3)),
        facts,
        personal_id: PersonalId::parse("040195001234").ok(),
        numbers: Vec::new(),
        residences: vec![Spell { residence: home, from: None, to: None }],
        documents: Vec::new(),
    }
}

pub(crate) fn page(lang: web::Lang, path: &str, title: &str) -> Page {
    let badge = Badge::Officer {
        name: "Trần Văn Bính".into(),
        agency: "UBND xã Kim Liên".into(),
        roles: vec!["justice".into()],
    };
    let words = words(lang);
    let (title, path) = (words.t(title).to_owned(), path.to_owned());
    Page { words, badge, path, title, lang, desk: true, ..web::testing::page(lang) }
}

pub(crate) fn nav() -> Vec<NavItem> {
    vec![NavItem { href: "/desk", label: "Hàng đợi".into(), current: true }]
}

fn id() -> String {
    LegId::from_uuid(uuid::Uuid::from_u128(7)).to_string()
}

/// A dossier in which one field differs, with every part that a page can show.
pub(crate) fn dossier(lang: web::Lang) -> DossierView {
    use crate::dossier::parts::{
        AlikeRow, AskedRow, ConsentRow, HandoverRow, Home, Keys, Offers, PaperRow, PersonBeside,
    };
    let mut answers = Answers::default();
    answers.set("mother.name", Value::Name(FullName::parse("Nguyễn Thị Ất").expect("samples are well formed")));
    answers.set("mother.birth", Value::BirthDate(BirthDate::parse("1994").expect("samples are well formed")));
    let rows = compare(
        &Filed::read(&answers, "mother"),
        Some(&mother()),
        "2026-11-23".parse().expect("samples are well formed"),
        Lang::Vi,
    );
    let text = |key: &str| words(lang).t(key).to_owned();
    DossierView {
        leg: id(),
        code: "H41.12-20261123-0000012".into(),
        sub_code: "H41.12-20261123-0000012.1".into(),
        procedure: "Liên thông khai sinh".into(),
        step: "Đăng ký khai sinh".into(),
        applicant: Some("Nguyễn Thị Ất".into()),
        tags: vec![
            Tag::new(Tone::Info, "Mới đăng ký"),
            web::format::remaining(
                words(lang),
                now(),
                "2026-11-23T07:00:00Z".parse().expect("samples are well formed"),
            ),
        ],
        due: Some("14:00 23/11/2026".into()),
        holder: Some("Vũ Thị Kỷ".into()),
        held_since: Some("09:30 23/11/2026".into()),
        warnings: vec![text("desk-warn-filed-late"), text("desk-warn-alike")],
        wanted: vec![("Nơi khám bệnh ban đầu".into(), "Trạm y tế <mẫu>".into())],
        child: vec![
            ("Họ, chữ đệm và tên".into(), "<b>Nguyễn Gia Hưng".into()),
            ("Ngày sinh".into(), "20/11/2026".into()),
        ],
        people: vec![PersonBeside {
            title: "Mẹ".into(),
            rows,
            agreeing: "1/2 mục khớp".into(),
            all_agree: false,
            warning: None,
        }],
        sections: vec![web::SummarySection {
            title: "Trẻ".into(),
            rows: vec![web::SummaryRow {
                key: "child.name".into(),
                label: "Tên".into(),
                value: "Hưng".into(),
                page_key: "c".into(),
                known: false,
            }],
        }],
        papers: vec![PaperRow {
            label: "Giấy chứng sinh".into(),
            name: "anh.jpg".into(),
            facts: "1,8 MB".into(),
            href: "/desk/papers/1?leg=7".into(),
            thumb: Some("/desk/papers/1?leg=7&small=1".into()),
            open: "/desk/legs/7?paper=1#paper".into(),
            is_open: true,
            picture: true,
        }],
        household: Some(Home {
            address: "Xóm 3".into(),
            file_no: Some("12".into()),
            members: vec![("A".into(), "1990".into(), "Chủ hộ".into())],
        }),
        old_number: Some(("4012345678".into(), "TE1404012345678".into(), false)),
        consents: vec![ConsentRow {
            who: "Chủ hộ".into(),
            way: "Qua VNeID".into(),
            state: Tag::new(Tone::Soon, "chờ"),
            when: Some("09:00".into()),
            article: "Luật Cư trú 68/2020/QH14 Đ20.2".into(),
        }],
        alike: vec![AlikeRow {
            name: "Nguyễn Gia Huy".into(),
            birth: "20/11/2026".into(),
            sex: "Nam".into(),
            number: "—".into(),
            likeness: Tag::new(Tone::Soon, "giống"),
        }],
        legs: vec![web::Leg { title: "Đăng ký thường trú".into(), ..web::Leg::default() }],
        asked: vec![AskedRow {
            field: "Giấy chứng sinh".into(),
            reason: "Không đọc được".into(),
            words: "Chụp lại".into(),
            when: "09:00".into(),
            answered: None,
        }],
        handovers: vec![HandoverRow {
            what: "Số".into(),
            to: "CSDL".into(),
            asked: "09:00".into(),
            answer_by: "25/11".into(),
            state: Tag::new(Tone::Info, "đang chờ"),
            attempts: 2,
            note: Some("khác".into()),
        }],
        events: vec![Event { when: "09:12".into(), text: "Đã nộp hồ sơ".into(), ..Event::default() }],
        offers: Offers {
            claim: true,
            release: false,
            take_over: true,
            accept: true,
            supplement: true,
            refuse: true,
            approve: true,
            number: true,
            extend: true,
        },
        needs_ground: true,
        may_verify: true,
        number_late: true,
        prints: vec![("Giấy tiếp nhận".into(), "/desk/legs/7/print/receipt".into())],
        keys: Keys::fresh(),
        extended: vec![("10:00 26/11".into(), "17:00 30/11".into(), "Chờ <xác minh>".into())],
        undo: Some(("7".into(), "10:01".into())),
    }
}

pub(crate) fn typed() -> Typed {
    let posted = web::http::Posted(vec![
        ("act".into(), "supplement".into()),
        ("field".into(), "papers.notice".into()),
        ("reason".into(), "unreadable".into()),
        ("words".into(), "Chụp lại <trang 1>".into()),
    ]);
    Typed { may_add: true, ..Typed::read(&posted) }
}

pub(crate) fn queue(lang: web::Lang, dossier: Option<DossierView>) -> QueuePage {
    let row = |current| RowView {
        leg: id(),
        href: format!("/desk?filter=open&leg={}#dossier", id()),
        code: "H41.12-20261123-0000012".into(),
        step: "Đăng ký khai sinh".into(),
        procedure: "Liên thông khai sinh, thường trú".into(),
        procedure_code: "3.000722".into(),
        applicant: "Nguyễn Thị <Ất>".into(),
        due: Some("14:00 23/11/2026".into()),
        left: Some(web::format::remaining(
            words(lang),
            now(),
            "2026-11-23T07:00:00Z".parse().expect("samples are well formed"),
        )),
        status: Tag::new(Tone::Info, "Mới đăng ký"),
        holder: None,
        flags: vec![Tag::new(Tone::Soon, "nộp muộn")],
        current,
        open: true,
    };
    QueuePage {
        page: page(lang, "/desk", "desk-queue-title"),
        nav: nav(),
        counters: vec![Counter {
            label: "mới".into(),
            count: 2,
            href: "/desk?filter=fresh".into(),
            current: true,
            tone: Tone::Info,
        }],
        on_time: Some("98,4 %".into()),
        rows: (0..50).map(|at| row(at == 2)).collect(),
        pager: Pager { first: None, next: Some("/desk?after=1.7".into()) },
        filter: "fresh".into(),
        dossier,
        may_search: true,
        results: vec![RowResult { leg: id(), code: Some("H41".into()), outcome: Tag::new(Tone::Late, "Không") }],
    }
}

pub(crate) fn findings(lang: web::Lang) -> FindingsPage {
    let row = FindingRow {
        id: 7,
        kind: Tag::new(Tone::Late, "thất lạc"),
        code: "H41".into(),
        what: "Số".into(),
        from: "A".into(),
        to: "B".into(),
        asked: "1".into(),
        answer_by: "2".into(),
        found: "3".into(),
        closed: None,
    };
    let closed =
        FindingRow { id: 6, closed: Some(("A".into(), "4".into(), "đã gọi điện".into())), ..row.clone() };
    FindingsPage {
        page: page(lang, "/desk/findings", "desk-findings-title"),
        nav: nav(),
        rows: vec![row],
        closed: vec![closed],
        may_close: true,
        typed: findings::Typed { id: 7, reason: "xem <lại>".into() },
        errors: vec![web::ErrorLink { target: Some("reason-7".into()), text: "Thiếu lý do".into() }],
    }
}

pub(crate) fn departures(lang: web::Lang) -> DeparturesPage {
    let row = DepartureView {
        id: id(),
        code: "H41.12-20261123-0000012".into(),
        names: "Hồ Văn <Nam>".into(),
        before: "Số 7, Xã Kim Liên".into(),
        after: "Số 2, Phường Thành Vinh".into(),
        told: "09:12 23/11/2026".into(),
        due: "17:00 25/11/2026".into(),
    };
    DeparturesPage { page: page(lang, "/desk/departures", "desk-departures-title"), nav: nav(), rows: vec![row] }
}

pub(crate) fn held(lang: web::Lang) -> HeldPage {
    let row = HeldView {
        leg: id(),
        code: "H41.12-20261123-0000012".into(),
        step: "Đăng ký khai sinh".into(),
        agency: "UBND xã".into(),
        holder: "Vũ Thị <Kỷ>".into(),
        since: "09:12 23/11/2026".into(),
        due: Some("14:00 23/11/2026".into()),
    };
    HeldPage { page: page(lang, "/desk/held", "desk-held-page-title"), nav: nav(), rows: vec![row] }
}

pub(crate) fn outbox(lang: web::Lang) -> OutboxPage {
    let row = NoticeRow {
        written: "1".into(),
        code: "H41".into(),
        what: "Đã tiếp nhận".into(),
        state: Tag::new(Tone::Good, "đã gửi"),
        sent: None,
        channel: Some("demo".into()),
        attempts: 1,
    };
    OutboxPage { page: page(lang, "/desk/outbox", "desk-outbox-title"), nav: nav(), rows: vec![row] }
}

pub(crate) fn found() -> FoundRow {
    FoundRow {
        id: PersonId::from_uuid(uuid::Uuid::from_u128(3)).to_string(),
        name: "Nguyễn Thị <Ất>".into(),
        birth: "07/05/1995".into(),
        sex: "Nữ",
        number: "040 195 001 234".into(),
        residence: "Xóm 3".into(),
        alive: false,
        chosen: true,
    }
}

fn pick(value: &str, selected: bool) -> Pick {
    Pick { value: value.into(), label: value.into(), selected }
}

pub(crate) fn search(lang: web::Lang, rows: Option<Vec<FoundRow>>) -> SearchPage {
    SearchPage {
        page: page(lang, "/desk/search", "desk-search-title"),
        nav: nav(),
        search: Search { q: "nguyen \"at\"".into(), birth: "1995".into(), commune: String::new() },
        purpose: "civil_status".into(),
        purposes: vec![pick("civil_status", true)],
        communes: communes_near("40", "2026-11-23".parse().expect("samples are well formed"), ""),
        rows,
        may_see: true,
        errors: vec![web::ErrorLink { target: Some("purpose".into()), text: "Hãy chọn".into() }],
    }
}

pub(crate) fn person(lang: web::Lang, shown: bool) -> PersonPage {
    PersonPage {
        page: page(lang, "/desk/people/3", "desk-person-title"),
        nav: nav(),
        purposes: vec![pick("civil_status", false)],
        recorded: "Kiểm tra".into(),
        person: shown.then(|| sheet(words(lang), crate::frame::lang(lang), &mother())),
    }
}

pub(crate) fn file_for(lang: web::Lang) -> FilePage {
    FilePage {
        page: page(lang, "/desk/file-for", "desk-file-title"),
        nav: nav(),
        procedures: vec![pick("3.000722", true)],
        search: Search::default(),
        communes: Vec::new(),
        rows: Some(vec![found()]),
        ways: vec![pick("oral", true)],
        consent: "Đồng ý </textarea>".into(),
        errors: Vec::new(),
    }
}

pub(crate) fn counter(lang: web::Lang) -> CounterPage {
    let row = counter::RowView {
        href: "/desk/counter/7".into(),
        code: "H41.12-20261123-0000012".into(),
        procedure: "Liên thông khai sinh, thường trú".into(),
        applicant: "Nguyễn Thị <Ất>".into(),
        door: "nộp tại quầy".into(),
        submitted: "10:00 23/11/2026".into(),
        due: "10:00 26/11/2026".into(),
        status: Tag::new(Tone::Info, "Mới đăng ký"),
        legs: vec![("Đăng ký khai sinh".into(), Tag::new(Tone::Info, "Mới đăng ký"))],
    };
    CounterPage {
        page: page(lang, "/desk/counter", "desk-counter-title"),
        nav: nav(),
        counters: vec![Counter {
            label: "tất cả".into(),
            count: 1,
            href: "/desk/counter?filter=every".into(),
            current: true,
            tone: Tone::Plain,
        }],
        rows: vec![row],
        pager: Pager::default(),
        code: "H41 <x>".into(),
        errors: vec![web::ErrorLink { target: Some("code".into()), text: "Không tìm thấy".into() }],
    }
}

pub(crate) fn at_counter(lang: web::Lang) -> AtCounterPage {
    let part = |at: u8, ready| counter::Part {
        id: format!("{at}"),
        title: "Đăng ký khai sinh".into(),
        agency: "UBND xã Kim Liên".into(),
        status: Tag::new(Tone::Good, "Đã xử lý xong"),
        due: Some("10:00 25/11/2026".into()),
        left: None,
        ready,
        copies: ready.then(|| "Kèm 2 bản sao".into()),
        handed: (!ready).then(|| "Đã trả".into()),
    };
    AtCounterPage {
        page: page(lang, "/desk/counter/7", "desk-dossier"),
        nav: nav(),
        code: "H41.12-20261123-0000012".into(),
        procedure: "Liên thông khai sinh".into(),
        status: Tag::new(Tone::Good, "Đã xử lý xong"),
        applicant: "Nguyễn Thị <Ất>".into(),
        submitted: "10:00 23/11/2026".into(),
        due: "10:00 26/11/2026".into(),
        delivery: vec![("Nhận kết quả".into(), "Nhận bản giấy".into())],
        fees: vec![counter::FeeRow {
            step: "register_residence".into(),
            what: "Đăng ký thường trú".into(),
            stands: "20.000 đồng, chưa thu".into(),
            due: true,
        }],
        action: "/desk/counter/7".into(),
        receipt: "/desk/counter/7/receipt".into(),
        may_reissue: true,
        receivable: true,
        parts: vec![part(1, true), part(2, false)],
        typed: counter::TypedHandout { leg: "1".into(), proxy: true, paper: "giấy \"12\"".into() },
        papers: vec!["Giấy chứng sinh: anh.jpg".into()],
        events: vec![Event { when: "09:12".into(), text: "Đã nộp hồ sơ".into(), ..Event::default() }],
        errors: vec![web::ErrorLink { target: Some("paper-1".into()), text: "Ghi số giấy".into() }],
    }
}

pub(crate) fn simulators(lang: web::Lang) -> SimulatorsPage {
    let mood = |word, current| simulators::MoodView { word, label: word.into(), text: "…".into(), current };
    let neighbour = simulators::NeighbourView {
        word: "register",
        name: "CSDL quốc gia".into(),
        text: "Cấp số".into(),
        moods: vec![mood("normal", true), mood("late", false)],
        waiting: Some("1 câu hỏi đang chờ".into()),
    };
    SimulatorsPage {
        page: page(lang, "/desk/simulators", "desk-simulators-title"),
        nav: nav(),
        neighbours: vec![neighbour],
    }
}

pub(crate) fn dossier_page(lang: web::Lang) -> DossierPage {
    let errors = vec![web::ErrorLink { target: Some("ground".into()), text: "Cần căn cứ".into() }];
    DossierPage {
        page: page(lang, "/desk/legs/7", "desk-dossier"),
        nav: nav(),
        dossier: dossier(lang),
        typed: typed(),
        errors,
    }
}
