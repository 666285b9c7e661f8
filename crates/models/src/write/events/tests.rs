//! Tables and properties of the event reader.

use proptest::prelude::*;

use super::{Events, Piece, Unreadable};

type Outcome = (Vec<Piece>, Result<(), Unreadable>);

fn read(parts: &[&[u8]], limit: usize) -> Outcome {
    let mut events = Events::new(limit);
    let mut pieces = Vec::new();
    for part in parts {
        if let Err(error) = events.push(part, &mut pieces) {
            return (pieces, Err(error));
        }
    }
    let end = events.end(&mut pieces);
    (pieces, end)
}

fn text(words: &str) -> Piece {
    Piece::Text(words.to_owned())
}

const DELTA: &str = r#"data: {"choices":[{"index":0,"delta":{"content":"Đ"}}]}"#;

fn check(name: &str, bytes: &[u8], expect: &[Piece], end: Result<(), Unreadable>) {
    let whole = read(&[bytes], 4096);
    assert_eq!(whole, (expect.to_vec(), end), "{name}");
    for at in 0..bytes.len() {
        assert_eq!(
            read(&[&bytes[..at], &bytes[at..]], 4096),
            whole,
            "{name}, cut at {at}"
        );
    }
}

#[test]
fn streams() {
    let done = "data: [DONE]";
    for end in ["\n\n", "\r\n\r\n", "\r\r", "\n"] {
        let stream = format!(": keep-alive{end}{DELTA}{end}event: x{end}{DELTA}{end}{done}{end}");
        check(
            "line ends",
            stream.as_bytes(),
            &[text("Đ"), text("Đ"), Piece::End],
            Ok(()),
        );
    }
    check(
        "no last line end",
        format!("{DELTA}\n\n{done}").as_bytes(),
        &[text("Đ"), Piece::End],
        Ok(()),
    );
    check(
        "byte order mark",
        format!("\u{feff}{DELTA}\n\n").as_bytes(),
        &[text("Đ")],
        Ok(()),
    );
    check(
        "no space",
        b"data:{\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n",
        &[text("a")],
        Ok(()),
    );
    let lines = b"data: {\"choices\":\ndata: [{\"delta\":{\"content\":\"a\"}}]}\n\n";
    check("data over two lines", lines, &[text("a")], Ok(()));
    let finish = br#"data: {"choices":[{"delta":{},"finish_reason":"stop"}]}"#;
    check("finish", finish, &[Piece::End], Ok(()));
    check(
        "usage only",
        b"data: {\"choices\":[],\"usage\":{}}\n\n",
        &[],
        Ok(()),
    );
    let other = br#"data: {"choices":[{"index":1,"delta":{"content":"b"}}]}"#;
    check("another choice", other, &[], Ok(()));
    let tools = br#"data: {"choices":[{"delta":{"content":null,"tool_calls":[{"function":{"name":"rm"}}]}}]}"#;
    check("tool call", tools, &[], Ok(()));
    let busy = br#"data: {"choices":[{"delta":{"reasoning_content":"hm"}}]}"#;
    check("reasoning", busy, &[Piece::Busy], Ok(()));
    let parts =
        br#"data: {"choices":[{"delta":{"content":[{"type":"text","text":"a"},{"type":"x"}]}}]}"#;
    check("parts", parts, &[text("a")], Ok(()));
}

#[test]
fn whole_answers() {
    let whole = br#" {"choices":[{"message":{"content":"a b"},"finish_reason":"stop"}]}"#;
    check("one JSON", whole, &[text("a b"), Piece::End], Ok(()));
    check("pretty JSON", b"{\n \"choices\": [\n]\n}\n", &[], Ok(()));
    check("cut JSON", &whole[..40], &[], Err(Unreadable::Malformed));
}

#[test]
fn errors() {
    for (body, status) in [
        (r#"{"error":{"message":"busy","code":503}}"#, Some(503)),
        (r#"{"error":{"message":"busy","code":"429"}}"#, Some(429)),
        (r#"{"error":"out of memory"}"#, None),
        (r#"{"object":"error","code":400}"#, Some(400)),
        (r#"{"error":{"code":99999999999}}"#, None),
    ] {
        check("whole", body.as_bytes(), &[Piece::Failed(status)], Ok(()));
        check(
            "event",
            format!("data: {body}\n\n").as_bytes(),
            &[Piece::Failed(status)],
            Ok(()),
        );
    }
    check(
        "no error",
        br#"data: {"error":null,"choices":[]}"#,
        &[],
        Ok(()),
    );
}

#[test]
fn what_is_no_protocol() {
    let bad = Err(Unreadable::Malformed);
    check("not JSON", b"data: {oh\n\n", &[], bad);
    check("no object", b"data: 12\n\n", &[], bad);
    check(
        "invalid UTF-8",
        b"data: {\"choices\":[{\"delta\":{\"content\":\"\xff\xfe\"}}]}\n\n",
        &[],
        bad,
    );
    check("a page", b"<html>\n<body>data</body>\n", &[], Ok(()));
    check("nothing", b"", &[], Ok(()));
    let deep = format!("data: {}{}", "[".repeat(1000), "\n\n");
    check("deep", deep.as_bytes(), &[], bad);
    let long = [b"data: ".to_vec(), vec![b'a'; 5000]].concat();
    assert_eq!(read(&[&long], 4096), (vec![], Err(Unreadable::TooLong)));
    let lines = "data: a\n".repeat(3000);
    assert_eq!(
        read(&[lines.as_bytes()], 4096),
        (vec![], Err(Unreadable::TooLong))
    );
}

/// Lines that look like the protocol, to be cut, joined and damaged.
fn line() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        Just(DELTA.as_bytes().to_vec()),
        Just(b"data: [DONE]".to_vec()),
        Just(b"data: {\"error\":{\"code\":500}}".to_vec()),
        Just(b"data: {\"choices\":".to_vec()),
        Just(b"{".to_vec()),
        Just(b": ping".to_vec()),
        Just(Vec::new()),
        prop::collection::vec(any::<u8>(), 0..24),
    ]
}

fn stream() -> impl Strategy<Value = Vec<u8>> {
    let end = prop_oneof![
        Just(&b"\n"[..]),
        Just(&b"\r\n"[..]),
        Just(&b"\r"[..]),
        Just(&b"\n\n"[..])
    ];
    prop::collection::vec((line(), end), 0..12).prop_map(|lines| {
        lines
            .into_iter()
            .flat_map(|(line, end)| [line, end.to_vec()].concat())
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_cut_gives_the_same_pieces(bytes in stream(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..8)) {
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        cuts.extend([0, bytes.len()]);
        cuts.sort_unstable();
        let parts: Vec<&[u8]> = cuts.windows(2).map(|cut| &bytes[cut[0]..cut[1]]).collect();
        prop_assert_eq!(read(&parts, 256), read(&[&bytes], 256));
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = read(&[&bytes], 256);
    }
}
