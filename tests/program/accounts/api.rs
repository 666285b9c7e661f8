//! Accounts, groups and tokens as JSON: the same as the pages do, for whoever signed in.

use serde_json::{Value, json};
use tests::Client;

use super::{days_ahead, served};

fn sent(client: &Client, method: &str, path: &str, body: &Value) -> (u16, Value) {
    let headers = [("Content-Type", "application/json")];
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let answer = client.send(method, path, &headers, &body);
    (
        answer.status,
        serde_json::from_str(&answer.body).unwrap_or_default(),
    )
}

#[test]
fn what_the_pages_of_accounts_do_is_done_as_json() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (_program, served) = served(folder.path());
    let admin = Client::first(&served, "an");
    let none = Value::Null;

    let wanted = json!({ "name": "binh", "shown": "Trần Văn Bình", "roles": ["official"] });
    let (status, made) = sent(&admin, "POST", "/api/people", &wanted);
    assert_eq!(status, 200, "{made}");
    let path = made["path"].as_str().expect("a one-time address");
    let secret = path.strip_prefix("/dat-mat-khau?ma=").expect("our address");
    let mut binh = Client::stranger(&served.address);
    let password = tests::PASSWORD;
    let set = binh.post(
        "/dat-mat-khau",
        &[("ma", secret), ("password", password), ("again", password)],
    );
    assert_eq!(set.status, 303, "{}", set.body);
    assert_eq!(binh.sign_in("binh", password).status, 303);

    // What is refused says so; an unknown field or role does nothing.
    for (body, expect) in [
        (&wanted, 409),
        (&json!({ "name": "Ă", "roles": ["official"] }), 422),
        (&json!({ "name": "cuc", "roles": [] }), 422),
        (&json!({ "name": "cuc", "roles": ["root"] }), 400),
        (
            &json!({ "name": "cuc", "roles": ["official"], "disabled": false }),
            400,
        ),
    ] {
        let (status, said) = sent(&admin, "POST", "/api/people", body);
        assert_eq!(status, expect, "{body}: {said}");
    }
    let (status, list) = sent(&admin, "GET", "/api/people", &none);
    assert_eq!(
        (status, list.as_array().map(Vec::len)),
        (200, Some(2)),
        "{list}"
    );

    // Groups, and who sees what.
    let group = json!({ "name": "Địa chính" });
    assert_eq!(sent(&admin, "POST", "/api/groups", &group).0, 204);
    let given = json!({ "collection": "Kín", "groups": ["Địa chính"] });
    assert_eq!(
        sent(&admin, "POST", "/api/groups/collections", &given).0,
        204
    );
    let change = json!({ "groups": ["Địa chính"], "roles": ["official", "checker"] });
    let (status, changed) = sent(&admin, "POST", "/api/people/binh", &change);
    assert_eq!(
        (status, &changed["groups"]),
        (200, &json!(["Địa chính"])),
        "{changed}"
    );
    assert_eq!(changed["shown"], "Trần Văn Bình", "what is left out stays");
    assert_eq!(binh.get("/vb").status, 401, "other rights, another session");
    let (_, groups) = sent(&admin, "GET", "/api/groups", &none);
    assert_eq!(groups[0]["members"], json!(["binh"]), "{groups}");
    assert_eq!(groups[0]["collections"], json!(["Kín"]), "{groups}");
    let away = "/api/groups/%C4%90%E1%BB%8Ba%20ch%C3%ADnh";
    assert_eq!(
        sent(&admin, "DELETE", away, &none).0,
        422,
        "it holds a collection"
    );

    // One's own tokens: no more than oneself, and no way to accounts.
    let expires = days_ahead(7);
    let token = json!({ "name": "thử", "roles": ["admin"], "expires": expires });
    let (status, made) = sent(&admin, "POST", "/api/tokens", &token);
    assert_eq!(status, 200, "{made}");
    let secret = made["token"].as_str().expect("a token").to_owned();
    let program = Client::program(&served.address, &secret);
    assert_eq!(program.get("/api/health").status, 200);
    assert_eq!(program.get("/api/people").status, 403);
    assert_eq!(program.get("/api/tokens").status, 403);
    let (_, tokens) = sent(&admin, "GET", "/api/tokens", &none);
    let row = format!("/api/tokens/{}", tokens[0]["row"]);
    assert_eq!(binh.sign_in("binh", password).status, 303);
    assert_eq!(sent(&binh, "DELETE", &row, &none).0, 404, "somebody else's");
    assert_eq!(sent(&admin, "DELETE", &row, &none).0, 204);
    assert_eq!(program.get("/api/health").status, 401);

    // Out at once.
    assert_eq!(
        sent(&admin, "DELETE", "/api/people/binh/sessions", &none).0,
        204
    );
    assert_eq!(binh.get("/vb").status, 401);
    let closed = json!({ "disabled": true });
    let (status, said) = sent(&admin, "POST", "/api/people/binh", &closed);
    assert_eq!((status, &said["disabled"]), (200, &json!(true)));
    let (status, said) = sent(
        &admin,
        "POST",
        "/api/people/an",
        &json!({ "roles": ["official"] }),
    );
    assert_eq!(status, 422, "the last administrator: {said}");
    let (status, _) = sent(&admin, "GET", "/api/people/nobody", &none);
    assert_eq!(status, 404);
}
