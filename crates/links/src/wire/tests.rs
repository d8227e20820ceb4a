//! Samples of both directions, and a line to a made-up platform on this machine.

use super::*;
use crate::{
    http::Endpoint,
    secret::Secret,
    tests_common::{a_request, handover},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

fn agreed() -> LgspNumbering {
    LgspNumbering {
        service: "037".to_owned(),
        procedure: "1.001193".to_owned(),
        agency: AgencyCode("000.00.00.H41".to_owned()),
        account: "lienthong".to_owned(),
        assign_path: "/capso".to_owned(),
        poll_path: "/trangthai".to_owned(),
        collect_path: "/ketqua".to_owned(),
        statement_path: "/doisoat".to_owned(),
    }
}

#[test]
fn a_question_carries_purpose_agency_officer_and_the_triples() {
    let written = write_request(&a_request(7), &agreed());
    let expected = json!({
        "MaYeuCau": handover(7).to_string(),
        "MaDVC": "1.001193",
        "MaTichHop": "037",
        "MaDonVi": "000.00.00.H41",
        "MaCanBo": "cb-17",
        "SoDinhDanh": "",
        "HoVaTen": "Trần Thị Bé Thử",
        "NgayThangNamSinh": "2026-11-20",
        "GioiTinh": "2",
        "MaNoiDangKy": "16681",
        "SoDangKy": "12/2026",
        "NguoiMe": {"SoDinhDanh": "040195000123", "HoVaTen": "Lê Thị Mẫu", "NgayThangNamSinh": "1995"},
        "NguoiCha": null,
    });
    assert_eq!(written, expected);
    assert!(written["MaYeuCau"].as_str().unwrap().len() <= 40, "the agreed field holds 40 characters");
}

#[test]
fn every_kind_of_answer_is_read() {
    let number = PersonalId::parse("040326500001").unwrap();
    let cases = [
        (
            json!({"code": 200, "status": "OK", "correlationId": "c", "response": {"SoDinhDanh": "040326500001"}}),
            Ok(Assignment::Assigned(number)),
        ),
        (
            json!({"code": "00", "response": {"SoDinhDanh": "040326500001", "TrangThai": "HOAN_THANH"}}),
            Ok(Assignment::Assigned(number)),
        ),
        (json!({"code": "202", "response": {"TrangThai": "CHO_XU_LY"}}), Ok(Assignment::Later(None))),
        (
            json!({"code": 202, "response": {"SoDinhDanh": "", "TrangThai": "CHO_XU_LY", "NgayHenTra": "2026-11-25T01:00:00Z"}}),
            Ok(Assignment::Later(Some("2026-11-25T01:00:00Z".parse().unwrap()))),
        ),
        (
            json!({"code": 200, "response": {"TrangThai": "TU_CHOI", "MaLyDo": "ME-KHONG-KHOP"}}),
            Ok(Assignment::Refused(Refused::by("ME-KHONG-KHOP"))),
        ),
        (json!({"code": 422, "response": null}), Ok(Assignment::Refused(Refused::by("422")))),
        (json!({"code": 401}), Err(LinkProblem::NotAccepted)),
        (json!({"code": 429}), Err(LinkProblem::TooMany)),
        (json!({"code": "503"}), Err(LinkProblem::Failed(503))),
        (json!({"code": 200}), Err(LinkProblem::Unreadable("response"))),
        (json!({"code": 200, "response": {"SoDinhDanh": "12"}}), Err(LinkProblem::Unreadable("SoDinhDanh"))),
        (json!({"code": 200, "response": {}}), Err(LinkProblem::Unreadable("TrangThai"))),
        (
            json!({"code": 200, "response": {"TrangThai": "TU_CHOI", "MaLyDo": "bé Trần Thị Thử"}}),
            Err(LinkProblem::Unreadable("MaLyDo")),
        ),
        (json!({"code": "bé Trần Thị Thử"}), Err(LinkProblem::Unreadable("code"))),
        (json!("down for maintenance"), Err(LinkProblem::Unreadable("code"))),
    ];
    for (answer, expected) in cases {
        let read = read_envelope(&answer).and_then(|envelope| match envelope {
            Envelope::Response(response) => read_number(response),
            Envelope::Refused(refused) => Ok(Assignment::Refused(refused)),
            Envelope::NotFound => Err(LinkProblem::Failed(404)),
        });
        assert!(read == expected, "{read:?} instead of {expected:?}");
    }
}

/// A platform that answers one question and gives back what it heard.
async fn a_platform(status: &'static str, answer: Value) -> (LgspNationalRegister, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/dancu", listener.local_addr().unwrap());
    let heard = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut heard = Vec::new();
        while !is_complete(&heard) {
            assert_ne!(socket.read_buf(&mut heard).await.unwrap(), 0, "the question was cut off");
        }
        let body = answer.to_string();
        let head =
            format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nContent-Type: application/json\r\n\r\n", body.len());
        socket.write_all((head + &body).as_bytes()).await.unwrap();
        String::from_utf8(heard).unwrap()
    });
    let endpoint = Endpoint { base, token: Some(Secret::new("t0ken")), authorities: None };
    (LgspNationalRegister::new(crate::HttpLink::new(&endpoint).unwrap(), agreed()), heard)
}

fn is_complete(heard: &[u8]) -> bool {
    let text = String::from_utf8_lossy(heard);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
    length.is_some_and(|length: usize| body.len() >= length)
}

#[tokio::test]
async fn a_number_comes_over_the_line() {
    let (register, heard) =
        a_platform("200 OK", json!({"code": 200, "response": {"SoDinhDanh": "040326500001"}})).await;
    let answer = register.assign_number(&a_request(7)).await.unwrap();
    assert_eq!(answer.assigned().unwrap().as_str(), "040326500001");
    let heard = heard.await.unwrap();
    assert!(heard.starts_with("POST /dancu/capso HTTP/1.1\r\n"));
    assert!(heard.to_ascii_lowercase().contains("authorization: bearer t0ken\r\n"));
    assert!(heard.contains(r#""MaCanBo":"cb-17""#));
}

#[tokio::test]
async fn a_hand_over_nobody_heard_of_is_lost_and_no_problem() {
    let (register, _) = a_platform("200 OK", json!({"code": 404, "response": null})).await;
    assert!(register.poll(handover(1)).await.unwrap().is_none());
}

#[tokio::test]
async fn deliveries_and_statements_are_read() {
    let item = json!({"MaYeuCau": handover(3).to_string(), "SoDinhDanh": "040326500001", "ThoiDiemTiepNhan": "2026-11-23T03:00:00Z"});
    let (register, _) = a_platform("200 OK", json!({"code": 200, "response": [item.clone()]})).await;
    let delivered = register.collect(10).await.unwrap();
    assert_eq!((delivered.len(), delivered[0].handover), (1, handover(3)));
    let (register, _) = a_platform("200 OK", json!({"code": 200, "response": [item]})).await;
    let from = "2026-11-23T00:00:00Z".parse().unwrap();
    let recorded = register.statement(from, "2026-11-24T00:00:00Z".parse().unwrap()).await.unwrap();
    assert!(recorded[0].answer.assigned().is_some());
}

#[tokio::test]
async fn a_line_that_fails_says_how() {
    for (status, expected) in [
        ("401 Unauthorized", LinkProblem::NotAccepted),
        ("429 Too Many Requests", LinkProblem::TooMany),
        ("504 Gateway Timeout", LinkProblem::TimedOut),
        ("500 Internal Server Error", LinkProblem::Failed(500)),
    ] {
        let (register, _) = a_platform(status, json!({})).await;
        assert_eq!(register.assign_number(&a_request(1)).await.err(), Some(expected), "{status}");
    }
    // A port on which nobody listens any more.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let link = crate::HttpLink::new(&Endpoint { base, token: None, authorities: None }).unwrap();
    let register = LgspNationalRegister::new(link, agreed());
    assert_eq!(register.assign_number(&a_request(1)).await.err(), Some(LinkProblem::Down));
}

#[tokio::test(start_paused = true)]
async fn a_platform_that_says_nothing_is_given_up_in_time() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let silent = tokio::spawn(async move {
        let (socket, _) = listener.accept().await.unwrap();
        std::future::pending::<()>().await;
        drop(socket);
    });
    let link = crate::HttpLink::new(&Endpoint { base, token: None, authorities: None }).unwrap();
    let register = LgspNationalRegister::new(link, agreed());
    let problem = register.assign_number(&a_request(1)).await.err().unwrap();
    // With the clock standing still the connection's own limit may come first.
    assert!(matches!(problem, LinkProblem::TimedOut | LinkProblem::Down), "{problem}");
    silent.abort();
}
