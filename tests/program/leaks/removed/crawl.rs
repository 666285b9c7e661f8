//! Every route of the reviewed table, with everything that ever had an id, as everybody.

use super::super::super::accounts::doors::{self, Row};
use super::life::Life;
use super::needles::Needles;

/// What each parameter may be.
fn fills(life: &Life, parameter: &str) -> Vec<String> {
    let own = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
    match parameter {
        "slug" => life.ids.clone(),
        "*path" => own(&["dieu-1", "dieu-1/khoan-1", "dieu-1/khoan-2", "dieu-2"]),
        "number" | "page" => own(&["1"]),
        "document" => own(&["0"]),
        "row" => own(&["1", "2", "3"]),
        "month" => own(&["2026-11", "2025-06"]),
        "id" => [&life.records[..], &life.complaints[..]].concat(),
        "run" => own(&["khong-co"]),
        "name" => own(&["quan.tri", "binh", "khong-co"]),
        "batch" => life.batches.clone(),
        "file" => own(&["pages.css"]),
        other => panic!("nobody said what {{{other}}} may be: say it here"),
    }
}

/// A path with every choice of its parameters.
fn filled(life: &Life, path: &str) -> Vec<String> {
    let Some((before, rest)) = path.split_once('{') else {
        return vec![path.to_owned()];
    };
    let (parameter, after) = rest.split_once('}').expect("a whole parameter");
    let mut all = Vec::new();
    for rest in filled(life, after) {
        let of = |fill: String| format!("{before}{fill}{rest}");
        all.extend(fills(life, parameter).into_iter().map(of));
    }
    all
}

/// Where a word was found: "GET /vb/{slug} as official at /vb/41: word".
pub(super) fn every_route(life: &Life, needles: &Needles) -> Vec<String> {
    let mut found = Vec::new();
    for row in doors::table() {
        for (name, client) in &life.visitors {
            let role = if *name == "second" { "checker" } else { name };
            let comes_in = doors::expected(&row.door, role) == "in";
            let mut addresses = addresses(life, &row);
            if !comes_in {
                addresses.truncate(1);
            }
            // Who goes does not come back.
            if row.path == "/dang-xuat" {
                continue;
            }
            for (address, kind, body) in addresses {
                let headers = [("Content-Type", kind)];
                let answer = client.send(&row.method, &address, &headers, &body);
                assert!(
                    answer.status < 500,
                    "{} {address} as {name}: {}",
                    row.method,
                    answer.status
                );
                let word = needles
                    .found(answer.head.as_bytes())
                    .or_else(|| needles.found(&answer.bytes))
                    .or_else(|| needles.found_packed(&answer.bytes));
                if let Some(word) = word {
                    found.push(format!(
                        "{} {} as {name} at {address}: {word}",
                        row.method, row.path
                    ));
                    break;
                }
            }
        }
    }
    found
}

/// Whether a route does what it is for, whatever it is sent.
fn is_done(row: &Row) -> bool {
    let does = ["/take-back", "/publish", "/backups"];
    row.method == "DELETE"
        || (row.method == "POST" && does.iter().any(|end| row.path.ends_with(end)))
}

/// The same of the routes that do what they are for: everything is deleted that can be. After this nobody has what they
/// had, so it comes last; of it those at the end by which somebody is sent away.
pub(super) fn what_does(life: &Life, needles: &Needles) -> Vec<String> {
    let mut rows: Vec<Row> = doors::table().into_iter().filter(is_done).collect();
    rows.sort_by_key(|row| {
        let sends_away = ["/sessions", "/tokens/{row}"];
        let sends_away = sends_away.iter().any(|end| row.path.ends_with(end));
        (sends_away, row.method == "DELETE")
    });
    assert!(rows.len() >= 9, "{} routes do something", rows.len());
    let mut found = Vec::new();
    for row in rows {
        // Whoever may not comes first, and changes nothing.
        for (name, client) in life.visitors.iter().rev() {
            for address in filled(life, &row.path) {
                let answer = client.send(&row.method, &address, &[("Content-Type", JSON)], "{}");
                assert!(
                    answer.status < 500,
                    "{} {address} as {name}: {}",
                    row.method,
                    answer.status
                );
                let word = needles.found(answer.head.as_bytes());
                if let Some(word) = word.or_else(|| needles.found(&answer.bytes)) {
                    found.push(format!("{} {address} as {name}: {word}", row.method));
                }
            }
        }
    }
    found
}

/// A request: its address, what it sends as what.
type Asked = (String, &'static str, String);

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// Everything that is asked of a route. What changes something is sent what it refuses, so that it says only what it
/// knows of the id; what only answers is asked.
fn addresses(life: &Life, row: &Row) -> Vec<Asked> {
    let paths = filled(life, &row.path).into_iter();
    if row.method == "GET" {
        let queries = life.queries(&row.path);
        let asked = paths.flat_map(|path| {
            let queries = queries.iter();
            queries.map(move |query| (format!("{path}{query}"), FORM, String::new()))
        });
        return asked.collect();
    }
    if row.path == "/mcp" {
        let calls = life.calls().into_iter();
        return calls
            .map(|call| (row.path.clone(), JSON, call.to_string()))
            .collect();
    }
    let refused = |path: String| match row.path.starts_with("/api/") {
        true => (path, JSON, "{\"khong-co\":1}".to_owned()),
        false => (path, FORM, "khong-co=1".to_owned()),
    };
    // Nothing that these are sent is refused: they do it, and come at the end.
    if is_done(row) {
        return Vec::new();
    }
    let mut all: Vec<Asked> = paths.map(refused).collect();
    if row.path == "/api/ask" {
        let asked =
            serde_json::json!({ "question": super::life::QUESTION, "on": super::life::DAY });
        all.push((row.path.clone(), JSON, asked.to_string()));
    }
    if row.path == "/quan-ly/van-ban/xem-truoc" {
        let ids = life.ids.iter().map(|id| format!("id={id}"));
        let ids = ids.collect::<Vec<_>>().join("&");
        all.push((row.path.clone(), FORM, format!("{ids}&viec=go")));
    }
    all
}
