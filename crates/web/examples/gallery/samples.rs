//! Made-up values for the gallery.

use basis::{Badge, Code, Failure, Fault, Kind, Problem, Refusal, RequestId, Timestamp};
use web::{
    ConfirmView, Counter, ErrorLink, Event, FieldView, FormFrame, Lang, Leg, OptionView, Page, PageView, Pager, Panel,
    ReceiptView, SummaryRow, SummarySection, Tag, Tone, Widget, Width, Words, format,
};

/// A line of an officer's queue.
pub(crate) struct QueueRow {
    /// The dossier's code.
    pub(crate) code: &'static str,
    /// The procedure.
    pub(crate) procedure: &'static str,
    /// Who filed it.
    pub(crate) filer: &'static str,
    /// When it came.
    pub(crate) came: &'static str,
    /// What is left.
    pub(crate) left: Tag,
    /// Who holds it.
    pub(crate) holder: &'static str,
}

fn page(lang: Lang, badge: Badge, path: &str, title: &str) -> Page {
    Page {
        words: Words::of(lang),
        csrf: "made-up-token".into(),
        badge,
        path: path.into(),
        title: title.into(),
        lang,
        desk: path.starts_with("/desk"),
        notice: None,
        told: None,
    }
}

pub(crate) fn stranger(lang: Lang) -> Page {
    page(lang, Badge::Nobody, "/", "Trang đầu")
}
pub(crate) fn citizen(lang: Lang) -> Page {
    page(lang, Badge::Citizen("Nguyễn Thị Ất".into()), "/dossiers/1", "Hồ sơ của tôi")
}
pub(crate) fn officer() -> Page {
    let badge = Badge::Officer {
        name: "Trần Văn Bính".into(),
        agency: "UBND xã Kim Liên · Tư pháp - Hộ tịch".into(),
        roles: vec!["justice".into()],
    };
    page(Lang::Vi, badge, "/desk/queue", "Hàng đợi của tôi")
}

pub(crate) fn frame() -> FormFrame {
    FormFrame {
        action: "/drafts/1/mother".into(),
        back: Some("/drafts/1/agency".into()),
        later: true,
        hidden: vec![("revision".into(), "7".into())],
        ..FormFrame::default()
    }
}

fn field(key: &str, label: &str, hint: Option<&str>, widget: Widget) -> FieldView {
    FieldView {
        key: key.into(),
        id: key.replace('.', "-"),
        label: label.into(),
        hint: hint.map(Into::into),
        errors: vec![],
        required: true,
        widget,
    }
}
fn wrong(field: FieldView, error: &str) -> FieldView {
    FieldView { errors: vec![error.into()], ..field }
}
fn text(value: &str, inputmode: &'static str, width: Width) -> Widget {
    Widget::Text { value: value.into(), inputmode, autocomplete: "off", maxlength: 100, width }
}
fn option(value: &str, label: &str, hint: Option<&str>, selected: bool) -> OptionView {
    OptionView { value: value.into(), label: label.into(), hint: hint.map(Into::into), selected }
}
fn known(key: &str, label: &str, text: &str) -> FieldView {
    field(key, label, None, Widget::Known { text: text.into(), source: "Cơ sở dữ liệu dân cư".into() })
}
fn view(key: &str, heading: &str, intro: Option<&str>, fields: Vec<FieldView>) -> PageView {
    PageView {
        key: key.into(),
        section: "Cha, mẹ và trẻ".into(),
        section_number: 2,
        section_count: 6,
        heading: heading.into(),
        intro: intro.map(Into::into),
        fields,
        confirms: vec![],
    }
}

fn number(value: &str) -> FieldView {
    let hint = "Gồm 12 chữ số, in ở mặt trước thẻ Căn cước. Ví dụ: 079 123 456 789";
    field("mother.personal_id", "Số định danh cá nhân của mẹ là gì?", Some(hint), text(value, "numeric", Width::Medium))
}
fn birth(day: &str, month: &str, year: &str, partial: bool) -> FieldView {
    let widget = Widget::DateParts { day: day.into(), month: month.into(), year: year.into(), partial };
    field("child.birth", "Ngày sinh của trẻ", Some("Ví dụ: 20 11 2026"), widget)
}
fn results(chosen: usize) -> FieldView {
    let options = [
        ("vault", "Bản điện tử trong kho giấy tờ của tôi", Some("Có ngay khi được ký, không mất phí")),
        ("post", "Qua bưu chính đến nơi thường trú", Some("Thêm 1–2 ngày, cước trả khi nhận")),
        ("counter", "Đến Bộ phận Một cửa nhận bản giấy", None),
    ];
    let options = options
        .iter()
        .enumerate()
        .map(|(at, (value, label, hint))| option(value, label, *hint, at + 1 == chosen))
        .collect();
    field("results.way", "Nhận kết quả bằng cách nào?", None, Widget::Radios { options })
}
fn province(selected: bool) -> Vec<OptionView> {
    vec![
        option("01", "Thành phố Hà Nội", None, false),
        option("40", "Tỉnh Nghệ An", None, selected),
        option("42", "Tỉnh Hà Tĩnh", None, false),
    ]
}
fn commune() -> Vec<OptionView> {
    vec![option("17950", "Xã Kim Liên", None, true), option("17989", "Xã Vạn An", None, false)]
}
fn place(complete: bool) -> FieldView {
    let (commune, chosen) =
        if complete { (commune(), Some("Xã Kim Liên, tỉnh Nghệ An".into())) } else { (vec![], None) };
    let widget = Widget::Unit { province: province(complete), commune, chosen };
    field("child.birthplace", "Nơi sinh của trẻ", Some("Theo địa giới từ ngày 01/7/2025."), widget)
}
fn address(complete: bool) -> FieldView {
    let commune = if complete { commune() } else { vec![] };
    let widget = Widget::Address { province: province(complete), commune, chosen: None, detail: "Xóm Sen 2".into() };
    field("post.address", "Địa chỉ nhận kết quả", None, widget)
}
fn clinic() -> FieldView {
    let options = vec![
        option("40001", "Trạm y tế xã Kim Liên", None, false),
        option("40002", "Trung tâm y tế Nam Đàn", None, false),
    ];
    field("insurance.clinic", "Nơi khám bệnh, chữa bệnh ban đầu", None, Widget::Select { options })
}
fn note() -> FieldView {
    let widget = Widget::LongText { value: String::new(), maxlength: 1000 };
    FieldView { required: false, ..field("note", "Điều cần nói thêm với cán bộ", None, widget) }
}
fn receipts() -> Vec<ReceiptView> {
    vec![
        ReceiptView {
            name: "giay-chung-sinh-trang-1.jpg".into(),
            size_text: format::bytes(1_840_000),
            sha256_short: "9f2c41ab".into(),
            thumb: Some("/thumb.svg".into()),
            remove_value: "1".into(),
        },
        ReceiptView {
            name: "Giấy chứng sinh bản quét đầy đủ của bệnh viện đa khoa.pdf".into(),
            size_text: format::bytes(412_000),
            sha256_short: "07b1e6d3".into(),
            thumb: None,
            remove_value: "2".into(),
        },
    ]
}
fn papers(receipts: Vec<ReceiptView>) -> FieldView {
    let hint = "Chụp rõ cả bốn góc, đủ sáng. Không cần nếu bệnh viện đã gửi dữ liệu chứng sinh.";
    let widget = Widget::Files { accept: "image/jpeg,image/png,image/heic,application/pdf", max_mb: 15, receipts };
    field("papers.birth", "Giấy chứng sinh", Some(hint), widget)
}

/// Every kind of field, empty, filled and wrong.
pub(crate) fn views() -> Vec<(&'static str, PageView)> {
    let mother = || {
        vec![
            known("mother.name", "Họ, chữ đệm và tên", "Nguyễn Thị Ất"),
            known("mother.personal_id", "Số định danh cá nhân", &format::personal_id_masked("046190000123")),
            known("mother.birth", "Ngày sinh", "12/03/1990"),
            known("mother.residence", "Nơi thường trú", "Xóm Sen 2, xã Kim Liên, tỉnh Nghệ An"),
        ]
    };
    let everything = vec![
        field(
            "child.name",
            "Họ, chữ đệm và tên của trẻ",
            Some("Viết có dấu, như sẽ ghi trong giấy khai sinh."),
            text("", "text", Width::Full),
        ),
        birth("20", "11", "2026", false),
        place(true),
        address(false),
        clinic(),
        results(1),
        note(),
    ];
    let errors = vec![
        wrong(number("0791234567"), "Số định danh cá nhân có 12 chữ số; bạn đã nhập 10 chữ số"),
        wrong(birth("31", "11", "2026", true), "Tháng 11 không có ngày 31"),
        wrong(place(false), "Hãy chọn tỉnh và xã, phường nơi trẻ sinh ra"),
        wrong(clinic(), "Hãy chọn nơi khám bệnh ban đầu"),
        wrong(results(0), "Hãy chọn cách nhận kết quả"),
        wrong(papers(vec![]), "Tệp “anh-chup.exe” là một chương trình, không phải giấy tờ"),
        wrong(note(), "Nhiều nhất 1.000 ký tự"),
    ];
    let confirm = ConfirmView {
        code: "personal-id-sex@child.personal_id".into(),
        text: "Số định danh cho biết giới tính nữ, nhưng bạn đã chọn nam. Tôi đã kiểm tra và thông tin này đúng."
            .into(),
    };
    vec![
        ("form-one", view("mother", "", None, vec![number("")])),
        (
            "form-one-error",
            view(
                "mother",
                "",
                None,
                vec![wrong(number("0791234567"), "Số định danh cá nhân có 12 chữ số; bạn đã nhập 10 chữ số")],
            ),
        ),
        (
            "form-known",
            PageView {
                confirms: vec![confirm],
                ..view(
                    "mother",
                    "Kiểm tra thông tin người mẹ",
                    Some("Nếu có điều gì chưa đúng, hãy báo công an xã nơi thường trú."),
                    mother().into_iter().chain([results(0)]).collect(),
                )
            },
        ),
        ("form-radios", view("way", "", None, vec![results(1)])),
        ("form-date", view("birth", "", None, vec![birth("", "", "1948", true)])),
        ("form-files", view("papers", "", None, vec![papers(receipts())])),
        ("form-everything", view("child", "Về đứa trẻ", None, everything)),
        ("form-errors", view("child", "Về đứa trẻ", None, errors)),
    ]
}

pub(crate) fn sections() -> Vec<SummarySection> {
    let row = |key: &str, label: &str, value: &str, known| SummaryRow {
        key: key.into(),
        label: label.into(),
        value: value.into(),
        page_key: "child".into(),
        known,
    };
    vec![
        SummarySection {
            title: "Người mẹ".into(),
            rows: vec![
                row("mother.name", "Họ, chữ đệm và tên", "Nguyễn Thị Ất", true),
                row("mother.personal_id", "Số định danh cá nhân", &format::personal_id_masked("046190000123"), true),
                row("mother.phone", "Số điện thoại", "0912 000 123", false),
            ],
        },
        SummarySection {
            title: "Trẻ".into(),
            rows: vec![
                row("child.name", "Họ, chữ đệm và tên", "Nguyễn Gia Hưng", false),
                row("child.birth", "Ngày sinh", "20/11/2026", false),
                row("child.birthplace", "Nơi sinh", "Bệnh viện đa khoa Nam Đàn, xã Vạn An, tỉnh Nghệ An", false),
                row("note", "Điều cần nói thêm", "", false),
            ],
        },
    ]
}

pub(crate) fn panel() -> Panel {
    Panel {
        title: "Đã nộp hồ sơ".into(),
        label: "Mã hồ sơ".into(),
        code: "H41.17-261123-0042".into(),
        secret: Some(("Mã tra cứu".into(), "K7MP".into())),
        qr: Some("https://example.vn/track/H41.17-261123-0042".into()),
    }
}

fn now() -> Timestamp {
    Timestamp::from_second(1_795_575_600).expect("a moment in 2026 is an instant")
}
fn left(hours: i64) -> Tag {
    let due = Timestamp::from_second(now().as_second() + hours * 3600).expect("a moment in 2026 is an instant");
    format::remaining(Words::of(Lang::Vi), now(), due)
}

pub(crate) fn legs() -> Vec<Leg> {
    vec![
        Leg {
            title: "Đăng ký khai sinh".into(),
            status: Tag::new(Tone::Good, "Đã xong"),
            holder: Some("UBND xã Kim Liên".into()),
            since: Some("09:12 23/11/2026".into()),
            finished: None,
            link: Some(("Xem giấy khai sinh".into(), "#".into())),
            ..Leg::default()
        },
        Leg {
            title: "Đăng ký thường trú".into(),
            status: Tag::new(Tone::Info, "Đang xử lý"),
            holder: Some("Công an xã Kim Liên".into()),
            since: Some("15:40 23/11/2026".into()),
            finished: None,
            due: Some("26/11/2026".into()),
            left: Some(left(50)),
            ..Leg::default()
        },
        Leg {
            title: "Thẻ bảo hiểm y tế cho trẻ dưới 6 tuổi".into(),
            status: Tag::new(Tone::Soon, "Chờ bổ sung"),
            holder: Some("Bảo hiểm xã hội cơ sở Nam Đàn".into()),
            since: Some("16:05 23/11/2026".into()),
            finished: None,
            due: Some("25/11/2026".into()),
            left: Some(left(5)),
            note: Some("Ảnh giấy chứng sinh bị mờ ở góc phải, không đọc được số. Hãy chụp lại trang 1.".into()),
            link: Some(("Bổ sung giấy chứng sinh".into(), "#".into())),
        },
        Leg {
            title: "Thẻ căn cước cho trẻ dưới 6 tuổi".into(),
            status: Tag::new(Tone::Late, "Quá hạn"),
            holder: Some("Công an tỉnh Nghệ An".into()),
            since: Some("23/11/2026".into()),
            finished: None,
            due: Some("24/11/2026".into()),
            left: Some(left(-26)),
            ..Leg::default()
        },
    ]
}

pub(crate) fn events() -> Vec<Event> {
    let event = |when: &str, text: &str, who: Option<&str>, tone| Event {
        when: when.into(),
        text: text.into(),
        who: who.map(Into::into),
        tone,
        ..Event::default()
    };
    vec![
        Event {
            detail: Some("Ảnh giấy chứng sinh bị mờ ở góc phải, không đọc được số.".into()),
            ..event("16:05 23/11/2026", "Yêu cầu bổ sung", Some("Bảo hiểm xã hội cơ sở Nam Đàn"), Tone::Soon)
        },
        event("15:38 23/11/2026", "Đã đăng ký khai sinh", Some("UBND xã Kim Liên"), Tone::Good),
        Event {
            view: true,
            ..event("09:30 23/11/2026", "Trần Văn Bính xem hồ sơ để tiếp nhận", Some("UBND xã Kim Liên"), Tone::Plain)
        },
        event("09:12 23/11/2026", "Hệ thống đối chiếu dữ liệu: 6/6 mục khớp", None, Tone::Info),
        event("09:12 23/11/2026", "Công dân nộp hồ sơ trực tuyến", Some("Nguyễn Thị Ất"), Tone::Info),
    ]
}

pub(crate) fn tags() -> Vec<Tag> {
    vec![
        left(80),
        left(4),
        left(-26),
        Tag::new(Tone::Info, "Đang xử lý"),
        Tag::new(Tone::Plain, "Bản nháp"),
        Tag::new(Tone::Good, "Đã có kết quả"),
    ]
}

pub(crate) fn pager() -> Pager {
    Pager { first: Some("#".into()), next: Some("#".into()) }
}

pub(crate) fn errors() -> Vec<ErrorLink> {
    vec![
        ErrorLink { target: Some("u".into()), text: "Hãy nhập tên đăng nhập".into() },
        ErrorLink { target: None, text: "Bản nháp vừa được sửa trên thiết bị khác.".into() },
    ]
}

pub(crate) fn counters() -> Vec<Counter> {
    let counter =
        |label: &str, count, current, tone| Counter { label: label.into(), count, href: "#".into(), current, tone };
    vec![
        counter("mới", 12, false, Tone::Info),
        counter("đang xử lý", 1_128, true, Tone::Plain),
        counter("chờ bổ sung", 7, false, Tone::Plain),
        counter("sắp hạn", 9, false, Tone::Soon),
        counter("quá hạn", 2, false, Tone::Late),
    ]
}

pub(crate) fn queue() -> Vec<QueueRow> {
    let row = |code, procedure, filer, came, left, holder| QueueRow { code, procedure, filer, came, left, holder };
    vec![
        row("H41.17-261117-0009", "Trợ cấp mai táng phí", "Lê Thị Đào", "17/11/2026", left(-26), "Trần Văn Bính"),
        row("H41.17-261120-0031", "Xóa đăng ký thường trú", "Trần Văn Bính", "20/11/2026", left(4), "—"),
        row(
            "H41.17-261123-0042",
            "Liên thông khai sinh, thường trú, thẻ BHYT",
            "Nguyễn Thị Ất",
            "23/11/2026",
            left(80),
            "—",
        ),
        row(
            "H41.17-261123-0044",
            "Đăng ký tạm trú",
            "Phạm Quốc Huỳnh",
            "23/11/2026",
            Tag::new(Tone::Info, "Chờ bổ sung"),
            "Vũ Thị Kỷ",
        ),
        row(
            "H41.17-261123-0051",
            "Liên thông khai sinh, thường trú, thẻ BHYT",
            "Đặng Thị Ngọc Ẩn",
            "23/11/2026",
            left(90),
            "—",
        ),
        row("H41.17-261124-0003", "Đăng ký thường trú", "Hoàng Văn Mậu", "24/11/2026", left(100), "—"),
    ]
}

pub(crate) fn request() -> RequestId {
    RequestId::fresh()
}

pub(crate) fn failures() -> Vec<(&'static str, Failure)> {
    let refuse = |kind, code| Failure::from(Refusal::new(kind, Problem::new(Code(code))));
    vec![
        (
            "refusal-403",
            Refusal::new(Kind::Forbidden, Problem::new(Code("not-allowed")).by("Luật Căn cước 26/2023 Đ10")).into(),
        ),
        ("refusal-404", refuse(Kind::NotFound, "not-found")),
        ("refusal-409", refuse(Kind::Conflict, "form-expired")),
        ("refusal-422", refuse(Kind::Invalid, "form-too-large")),
        ("refusal-429", refuse(Kind::TooMany, "never-written")),
        ("fault-500", Failure::Fault(Box::new(Fault::new("drawing the gallery")))),
    ]
}
