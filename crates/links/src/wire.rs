//! The national register as it is really reached: JSON over the province's integration platform (LGSP, NGSP).
//!
//! The shape of the envelope is seen in use: `POST`, `Authorization: Bearer`, answered by
//! `{code, status, correlationId, response}`. So are the request fields that all services of the register share (MaYeuCau,
//! MaDVC, MaTichHop, MaDonVi, MaCanBo, SoDinhDanh, HoVaTen, NgayThangNamSinh). The fields of the numbering service itself
//! (GioiTinh, MaNoiDangKy, NguoiMe, NguoiCha, TrangThai, NgayHenTra) are UNCONFIRMED: they stand in `write_*` and `read_*`
//! below and nowhere else, and paths and service codes are configuration.

use crate::{
    Answer,
    assignment::{Assignment, Delivery, Recorded, Refused},
    http::HttpLink,
    numbers::{NationalRegister, NumberAnswer, NumberRequest, Parent},
    problem::LinkProblem,
};
use basis::{AgencyCode, HandoverId, Timestamp};
use serde_json::{Map, Value, json};
use vietnam::{BirthDate, PersonalId};

/// What was agreed with the operator of the platform.
#[derive(Clone, Debug)]
pub struct LgspNumbering {
    /// The code of the integration service (MaTichHop).
    pub service: String,
    /// The procedure for which statements and polls are made (MaDVC).
    pub procedure: String,
    /// Our agency's code for questions that no officer asks (MaDonVi).
    pub agency: AgencyCode,
    /// Our program's account there (MaCanBo), for the same.
    pub account: String,
    /// The path on which a number is asked for.
    pub assign_path: String,
    /// The path on which one hand-over is asked about.
    pub poll_path: String,
    /// The path on which waiting answers are fetched.
    pub collect_path: String,
    /// The path on which the statement of a span is fetched.
    pub statement_path: String,
}

/// The national register over the platform.
#[derive(Clone, Debug)]
pub struct LgspNationalRegister {
    link: HttpLink,
    agreed: LgspNumbering,
}

impl LgspNationalRegister {
    /// A register at the other end of a line.
    #[must_use]
    pub fn new(link: HttpLink, agreed: LgspNumbering) -> Self {
        Self { link, agreed }
    }
}

impl NationalRegister for LgspNationalRegister {
    fn assign_number<'a>(&'a self, request: &'a NumberRequest) -> Answer<'a, NumberAnswer> {
        Box::pin(async move {
            let answer = self.link.post(&self.agreed.assign_path, &write_request(request, &self.agreed)).await?;
            match read_envelope(&answer)? {
                Envelope::Response(response) => read_number(response),
                Envelope::Refused(refused) => Ok(Assignment::Refused(refused)),
                Envelope::NotFound => Err(LinkProblem::Failed(404)),
            }
        })
    }

    fn poll(&self, handover: HandoverId) -> Answer<'_, Option<NumberAnswer>> {
        Box::pin(async move {
            let question = write_common(&handover.to_string(), &self.agreed);
            let answer = self.link.post(&self.agreed.poll_path, &Value::Object(question)).await?;
            match read_envelope(&answer)? {
                Envelope::Response(response) => read_number(response).map(Some),
                Envelope::Refused(refused) => Ok(Some(Assignment::Refused(refused))),
                Envelope::NotFound => Ok(None),
            }
        })
    }

    fn collect(&self, most: usize) -> Answer<'_, Vec<Delivery<PersonalId>>> {
        Box::pin(async move {
            let mut question = write_common(&HandoverId::fresh().to_string(), &self.agreed);
            question.insert("SoLuong".to_owned(), json!(most));
            let answer = self.link.post(&self.agreed.collect_path, &Value::Object(question)).await?;
            read_list(&answer)?.iter().map(read_delivery).collect()
        })
    }

    fn statement(&self, from: Timestamp, to: Timestamp) -> Answer<'_, Vec<Recorded<PersonalId>>> {
        Box::pin(async move {
            let mut question = write_common(&HandoverId::fresh().to_string(), &self.agreed);
            question.insert("TuThoiDiem".to_owned(), json!(from.to_string()));
            question.insert("DenThoiDiem".to_owned(), json!(to.to_string()));
            let answer = self.link.post(&self.agreed.statement_path, &Value::Object(question)).await?;
            read_list(&answer)?.iter().map(read_recorded).collect()
        })
    }
}

fn write_common(request_number: &str, agreed: &LgspNumbering) -> Map<String, Value> {
    let fields = [
        ("MaYeuCau", request_number),
        ("MaDVC", &agreed.procedure),
        ("MaTichHop", &agreed.service),
        ("MaDonVi", &agreed.agency.0),
        ("MaCanBo", &agreed.account),
    ];
    fields.into_iter().map(|(key, value)| (key.to_owned(), json!(value))).collect()
}

/// The question for a number. Whoever is asked for a name and a birth proves to know them, hence the parents' triples.
pub(crate) fn write_request(request: &NumberRequest, agreed: &LgspNumbering) -> Value {
    json!({
        "MaYeuCau": request.handover.to_string(),
        "MaDVC": request.procedure,
        "MaTichHop": agreed.service,
        "MaDonVi": request.agency.0,
        "MaCanBo": request.officer,
        "SoDinhDanh": "",
        "HoVaTen": request.name.as_str(),
        "NgayThangNamSinh": write_birth(&request.birth),
        "GioiTinh": request.sex.exchange(),
        "MaNoiDangKy": request.place.0,
        "SoDangKy": request.entry,
        "NguoiMe": request.mother.as_ref().map(write_parent),
        "NguoiCha": request.father.as_ref().map(write_parent),
    })
}

fn write_parent(parent: &Parent) -> Value {
    json!({
        "SoDinhDanh": parent.personal_id.as_ref().map_or("", PersonalId::as_str),
        "HoVaTen": parent.name.as_str(),
        "NgayThangNamSinh": parent.birth.as_ref().map(write_birth).unwrap_or_default(),
    })
}

/// `yyyy-mm-dd` or `yyyy`: the agreed form knows no month without a day.
fn write_birth(birth: &BirthDate) -> String {
    birth.day().map_or_else(|| format!("{:04}", birth.year()), |day| day.to_string())
}

enum Envelope<'a> {
    Response(&'a Value),
    Refused(Refused),
    NotFound,
}

/// The code is the platform's word; some write it as a number and some as text.
fn read_envelope(answer: &Value) -> Result<Envelope<'_>, LinkProblem> {
    let code = match answer.get("code") {
        Some(Value::Number(code)) => code.to_string(),
        Some(Value::String(code)) => code.clone(),
        _ => return Err(LinkProblem::Unreadable("code")),
    };
    match code.as_str() {
        "0" | "00" | "200" | "202" => {
            answer.get("response").map(Envelope::Response).ok_or(LinkProblem::Unreadable("response"))
        }
        "401" | "403" => Err(LinkProblem::NotAccepted),
        "404" => Ok(Envelope::NotFound),
        "429" => Err(LinkProblem::TooMany),
        _ => match code.parse::<u16>() {
            Ok(status) if status >= 500 => Err(LinkProblem::Failed(status)),
            _ if is_code(&code) => Ok(Envelope::Refused(Refused { code })),
            _ => Err(LinkProblem::Unreadable("code")),
        },
    }
}

/// A refusal's code is shown and stored, so it must be one and not a sentence with somebody's name in it.
fn is_code(text: &str) -> bool {
    (1..=40).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

fn read_number(response: &Value) -> Result<NumberAnswer, LinkProblem> {
    match text(response, "SoDinhDanh").filter(|number| !number.is_empty()) {
        Some(number) => {
            PersonalId::parse(number).map(Assignment::Assigned).map_err(|_| LinkProblem::Unreadable("SoDinhDanh"))
        }
        None => read_without_number(response),
    }
}

fn read_without_number(response: &Value) -> Result<NumberAnswer, LinkProblem> {
    match text(response, "TrangThai") {
        Some("CHO_XU_LY") => {
            let by =
                text(response, "NgayHenTra").map(|by| by.parse().map_err(|_| LinkProblem::Unreadable("NgayHenTra")));
            Ok(Assignment::Later(by.transpose()?))
        }
        Some("TU_CHOI") => {
            let code =
                text(response, "MaLyDo").filter(|code| is_code(code)).ok_or(LinkProblem::Unreadable("MaLyDo"))?;
            Ok(Assignment::Refused(Refused::by(code)))
        }
        _ => Err(LinkProblem::Unreadable("TrangThai")),
    }
}

fn read_list(answer: &Value) -> Result<&Vec<Value>, LinkProblem> {
    match read_envelope(answer)? {
        Envelope::Response(Value::Array(list)) => Ok(list),
        Envelope::Response(_) => Err(LinkProblem::Unreadable("response")),
        Envelope::NotFound => Err(LinkProblem::Failed(404)),
        Envelope::Refused(_) => Err(LinkProblem::NotAccepted),
    }
}

fn read_delivery(item: &Value) -> Result<Delivery<PersonalId>, LinkProblem> {
    Ok(Delivery { handover: read_handover(item)?, answer: read_number(item)? })
}

fn read_recorded(item: &Value) -> Result<Recorded<PersonalId>, LinkProblem> {
    let heard_at = text(item, "ThoiDiemTiepNhan")
        .and_then(|at| at.parse().ok())
        .ok_or(LinkProblem::Unreadable("ThoiDiemTiepNhan"))?;
    Ok(Recorded { handover: read_handover(item)?, heard_at, answer: read_number(item)? })
}

fn read_handover(item: &Value) -> Result<HandoverId, LinkProblem> {
    text(item, "MaYeuCau").and_then(|id| id.parse().ok()).ok_or(LinkProblem::Unreadable("MaYeuCau"))
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str)
}

#[cfg(test)]
mod tests;
