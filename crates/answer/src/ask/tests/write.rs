//! What a model writes in two rounds: sentences that could not be checked go back once.

use super::*;
use crate::{ClaimKind, Row};

/// A writer that answers each request with the next of these texts (`None`: with status 500), and what it was asked.
pub(super) async fn rounds(
    answers: Vec<Option<String>>,
    unverified: Unverified,
) -> (Author, tokio::task::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}/v1", listener.local_addr().unwrap());
    let served = tokio::spawn(async move {
        let mut requests = Vec::new();
        for answer in answers {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = Vec::new();
            while !request.ends_with(b"}") {
                let mut part = [0; 4096];
                let count = stream.read(&mut part).await.unwrap();
                request.extend_from_slice(&part[..count]);
            }
            requests.push(String::from_utf8(request).unwrap());
            let body = match answer {
                Some(text) => stream_of(&text),
                None => vec![b"HTTP/1.1 500 X\r\ncontent-length: 0\r\n\r\n".to_vec()],
            };
            for bytes in body {
                let _ = stream.write_all(&bytes).await;
            }
            let _ = stream.shutdown().await;
        }
        requests
    });
    let config = WriterConfig {
        retries: 0,
        ..WriterConfig::new(endpoint, "mẫu")
    };
    let author = Author {
        unverified,
        ..author(config)
    };
    (author, served)
}

fn stream_of(text: &str) -> Vec<Vec<u8>> {
    stream(text, DONE)
}

const QUOTE: &str = "Trong thời hạn 05 ngày làm việc";

fn replacing(number: usize, line: &str) -> String {
    line.replacen('{', &format!("{{\"replaces\": {number}, "), 1)
}

async fn check_rounds(name: &str, answers: &[Option<String>], expect: &[&str]) -> Vec<String> {
    let (author, served) = rounds(answers.to_vec(), Unverified::Show).await;
    let (_, events) = run(found(), Some(&author)).await;
    assert_eq!(events[1..], *expect, "{name}");
    served.await.unwrap()
}

#[tokio::test]
async fn a_sentence_that_could_not_be_checked_goes_back_once() {
    let wrong = line("Phải trả lời trong 50 ngày làm việc.", 1, QUOTE);
    let invented = line("Phải trả lời ngay.", 2, "phải trả lời ngay trong ngày");
    let partly = "Partly Phải trả lời trong 50 ngày làm việc.";
    let dropped = "dropped Phải trả lời ngay.";
    let fee = line(
        "Lệ phí là 100.000 đồng.",
        2,
        "Lệ phí cấp giấy là 100.000 đồng",
    );
    let said_fee = "Checked Lệ phí là 100.000 đồng.";
    let both = Some(format!("{wrong}{invented}{fee}"));
    let second = |text: &str| vec![both.clone(), Some(text.to_owned())];
    let requests = check_rounds(
        "both mended, in another order",
        &second(
            &(replacing(2, &good().replace("ngày làm việc.", "ngày làm việc ạ."))
                + &replacing(1, &good())),
        ),
        &[
            said_fee,
            "Checked Phải trả lời trong 5 ngày làm việc ạ.",
            SAID,
            "done None",
        ],
    )
    .await;
    // The reason and the law's own words went with it; what passed was not sent.
    let back = &requests[1];
    assert!(
        back.contains("Câu 1: Phải trả lời trong 50 ngày làm việc."),
        "{back}"
    );
    assert!(back.contains("- Lý do: con số, đơn vị"), "{back}");
    assert!(
        back.contains("- Căn cứ 1 ghi: “2. Trong thời hạn 05 ngày làm việc"),
        "{back}"
    );
    assert!(
        back.contains("Câu 2: Phải trả lời ngay.") && !back.contains("Câu 3"),
        "{back}"
    );
    assert!(!back.contains("Lệ phí là 100.000 đồng."), "{back}");
    for (name, text, expect) in [
        (
            "in their order, without numbers",
            good(),
            &[said_fee, SAID, dropped, "done None"][..],
        ),
        (
            "the same again",
            format!("{}{}", replacing(1, &wrong), replacing(2, &invented)),
            &[said_fee, partly, dropped, "done None"],
        ),
        (
            "none",
            "{\"none\": true}".to_owned(),
            &[said_fee, partly, dropped, "done None"],
        ),
        (
            "other sentences",
            replacing(7, &good()) + &replacing(0, &good()),
            &[said_fee, partly, dropped, "done None"],
        ),
        (
            "a worse one",
            replacing(1, &invented),
            &[said_fee, partly, dropped, "done None"],
        ),
        (
            "a better one, not yet true",
            replacing(2, &wrong),
            &[said_fee, partly, "done None"],
        ),
        (
            "again and again",
            replacing(1, &good()).repeat(3),
            &[said_fee, SAID, dropped, "done None"],
        ),
    ] {
        check_rounds(name, &second(&text), expect).await;
    }
    check_rounds(
        "the second fails",
        &[both.clone(), None, None],
        &[said_fee, partly, dropped, "done None"],
    )
    .await;
    let requests = check_rounds(
        "nothing to send back",
        &[Some(fee)],
        &[said_fee, "done None"],
    )
    .await;
    assert_eq!(requests.len(), 1);
}

#[tokio::test]
async fn what_could_not_be_checked_is_dropped_unless_the_settings_show_it() {
    let memory = "{\"claim\": \"Theo tôi nhớ là mười ngày.\", \"quotes\": []}\n";
    let first = Some(memory.to_owned() + &good());
    for (policy, told) in [(Unverified::Drop, 0), (Unverified::Show, 1)] {
        let (author, _served) = rounds(vec![first.clone(), None, None], policy).await;
        let (answer, events) = run(found(), Some(&author)).await;
        let dropped = events
            .iter()
            .filter(|event| event.starts_with("dropped"))
            .count();
        assert_eq!((dropped, answer.shown().len()), (told, told), "{policy:?}");
        assert_eq!(answer.dropped.len(), 1, "the record keeps it");
        assert_eq!(answer.claims.len(), 1);
    }
}

#[tokio::test]
async fn a_table_has_rows_whose_cells_are_checked() {
    let row = |deadline: &str| {
        let quotes = serde_json::json!([{ "evidence": 1, "quote": QUOTE }]);
        let cells = serde_json::json!({ "duty": "Phải trả lời bằng văn bản", "who": "cơ quan", "deadline": deadline });
        serde_json::json!({ "kind": "row", "quotes": quotes, "claim": "", "cells": cells })
            .to_string()
    };
    let whole = format!(
        "{{\"claims\": [{}, {}], \"none\": false}}",
        row("05 ngày làm việc"),
        row("50 ngày")
    );
    let (author, _served) = rounds(vec![Some(whole), None, None], Unverified::Drop).await;
    let (answer, events) = run(found(), Some(&author)).await;
    let expect = [
        "Checked Phải trả lời bằng văn bản; cơ quan; 05 ngày làm việc",
        "Partly Phải trả lời bằng văn bản; cơ quan; 50 ngày",
        "done None",
    ];
    assert_eq!(events[1..], expect);
    let claim = &answer.claims[0];
    assert_eq!(claim.kind(), ClaimKind::Row);
    let cells = Row {
        duty: "Phải trả lời bằng văn bản".to_owned(),
        who: "cơ quan".to_owned(),
        deadline: "05 ngày làm việc".to_owned(),
    };
    assert_eq!(claim.row(), Some(&cells));
}

#[tokio::test]
async fn a_busy_writer_leaves_the_passages() {
    // Connections wait in its queue; nobody answers.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}/v1", listener.local_addr().unwrap());
    let busy = author(WriterConfig {
        first_token: Duration::from_millis(150),
        at_once: 1,
        waiting: 0,
        ..WriterConfig::new(endpoint, "mẫu")
    });
    let ((_, first), (answer, second)) =
        tokio::join!(run(found(), Some(&busy)), run(found(), Some(&busy)));
    assert_eq!(first, ["evidence 2", "done Some(WriterDown)"]);
    assert_eq!(second, ["evidence 2", "done Some(WriterBusy)"]);
    assert_eq!(answer.evidence.len(), 2);
}
