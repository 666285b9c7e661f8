//! Signing in through an identity provider: who is vouched for comes in with the roles that follow, and nobody else by
//! any fault of what the provider says.

use tests::{Client, Known, Lie, Program, Provider, Response, Signing, copy_samples};

/// The browser's way: to the provider, back, and what came of it.
fn through(client: &mut Client, provider: &Provider) -> Response {
    let begun = client.get("/dang-nhap/oidc?toi=%2Fvb");
    assert_eq!(begun.status, 303, "{}", begun.body);
    let back = provider.sign_in(begun.header("location").expect("the provider's address"));
    finish(client, &begun, &back)
}

/// Back with the cookie of the sign-in that began.
fn finish(client: &mut Client, begun: &Response, back: &str) -> Response {
    let cookie = begun.header("set-cookie").expect("a cookie");
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
    let (_, path) = back.split_once("/dang-nhap/").expect("our address");
    let path = format!("/dang-nhap/{path}");
    let answer = client.with_cookie(&cookie).get(&path);
    let set = answer.head.lines().filter_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("set-cookie").then_some(value)
    });
    let session = set
        .filter_map(|value| value.split(';').next())
        .find(|pair| pair.starts_with("cancu="));
    if let Some(session) = session {
        *client = client.with_cookie(session);
    }
    answer
}

fn known(subject: &str, name: &str, roles: &[&str]) -> Known {
    Known {
        subject: subject.to_owned(),
        name: name.to_owned(),
        shown: "Trần Văn Bình".to_owned(),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
    }
}

#[test]
fn who_is_vouched_for_comes_in_and_nobody_else() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let provider = Provider::start();
    let program = Program::on(&folder.path().join("data"));
    std::fs::create_dir_all(program.root()).expect("a folder can be made");
    let settings = format!("{}[limits]\nenter = 0\n", provider.settings(folder.path()));
    std::fs::write(program.root().join("cancu.toml"), settings).expect("settings");
    let corpus = folder.path().join("corpus");
    copy_samples(&corpus);
    let served = program.serve(&["--corpus", &corpus.to_string_lossy()]);
    let stranger = || Client::stranger(&served.address);

    // Not before somebody keeps the accounts.
    provider.vouch(known("1", "binh", &["can-bo"]), Lie::None);
    let early = through(&mut stranger(), &provider);
    assert_eq!(early.status, 403, "{}", early.body);
    let admin = Client::first(&served, "an");

    let mut binh = stranger();
    let page = binh.get("/dang-nhap");
    assert!(page.body.contains("Tài khoản mẫu"), "{}", page.body);
    let entered = through(&mut binh, &provider);
    assert_eq!(entered.status, 200, "{}", entered.body);
    assert!(entered.body.contains("url=/vb\""), "{}", entered.body);
    let account = binh.get("/tai-khoan");
    assert_eq!(account.status, 200);
    assert!(account.body.contains("Trần Văn Bình"), "{}", account.body);
    assert_eq!(binh.get("/nguoi-dung").status, 403, "an official");

    // No fault lets anybody in.
    for lie in Lie::ALL {
        provider.vouch(known("1", "binh", &["quan-tri"]), lie);
        let mut client = stranger();
        // What the provider says of itself is kept for an hour; a fault there is seen by a server that starts.
        if matches!(lie, Lie::Elsewhere | Lie::OtherName) {
            continue;
        }
        let answer = through(&mut client, &provider);
        assert_eq!(answer.status, 401, "{lie:?}: {}", answer.body);
        assert_eq!(client.get("/vb").status, 401, "{lie:?}");
    }
    provider.vouch(known("1", "binh", &["can-bo"]), Lie::None);
    // Words that are no roles; a name that is somebody else's; a name that cannot be one.
    for (person, status) in [
        (known("2", "cuc", &[]), 403),
        (known("2", "cuc", &["giam-doc"]), 403),
        (known("3", "an", &["quan-tri"]), 403),
        (known("4", "Tên Có Dấu", &["can-bo"]), 403),
        (known("5", "", &["can-bo"]), 401),
    ] {
        provider.vouch(person.clone(), Lie::None);
        let answer = through(&mut stranger(), &provider);
        assert_eq!(answer.status, status, "{person:?}: {}", answer.body);
    }

    // A way back that nobody began, that another browser began, that was used.
    provider.vouch(known("1", "binh", &["can-bo"]), Lie::None);
    let begun = stranger().get("/dang-nhap/oidc");
    let back = provider.sign_in(begun.header("location").expect("an address"));
    let path = format!(
        "/dang-nhap/{}",
        back.split_once("/dang-nhap/").expect("ours").1
    );
    assert_eq!(stranger().get(&path).status, 401, "another browser");
    assert_eq!(finish(&mut stranger(), &begun, &back).status, 200);
    assert_eq!(finish(&mut stranger(), &begun, &back).status, 401, "used");
    let forged = "/dang-nhap/oidc/ve?code=code-1&state=";
    assert_eq!(stranger().get(forged).status, 401);

    // Roles are those of the last sign-in, and a closed account stays closed.
    let mut again = stranger();
    provider.vouch(known("1", "another-name", &["quan-tri"]), Lie::None);
    assert_eq!(through(&mut again, &provider).status, 200);
    assert_eq!(again.get("/nguoi-dung").status, 200, "an administrator now");
    assert_eq!(binh.get("/vb").status, 401, "the earlier session ended");
    program.run(&["account", "disable", "binh"]).success();
    assert_eq!(again.get("/vb").status, 401);
    assert_eq!(through(&mut stranger(), &provider).status, 403);

    let audit = admin.get("/nhat-ky").body;
    assert!(audit.contains("(hệ thống xác thực)"), "{audit}");
    program.run(&["audit", "verify"]).success();
    let wrong = provider.wrong();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let said = served.said().join("\n");
    assert!(!said.contains("code-"), "no code is logged: {said}");
}

/// Who was vouched for signs out here, and is led on to sign out there; who has a password of ours is not.
#[test]
fn who_was_vouched_for_signs_out_here_and_there() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let provider = Provider::start();
    let program = Program::on(&folder.path().join("data"));
    std::fs::create_dir_all(program.root()).expect("a folder can be made");
    let settings = format!("{}[limits]\nenter = 0\n", provider.settings(folder.path()));
    std::fs::write(program.root().join("cancu.toml"), settings).expect("settings");
    let served = program.serve(&["--corpus", "none"]);
    let admin = Client::first(&served, "an");
    provider.vouch(known("1", "binh", &["can-bo"]), Lie::None);
    let mut binh = Client::stranger(&served.address);
    assert_eq!(through(&mut binh, &provider).status, 200);
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    let left = binh.send("POST", "/dang-xuat", &form, "");
    assert_eq!(left.status, 200, "{}", left.body);
    assert_eq!(
        binh.get("/tai-khoan").status,
        401,
        "ours has ended, whatever comes of theirs"
    );
    let (_, to) = left.body.split_once("0; url=").expect("a way on");
    let (to, _) = to.split_once('"').expect("its end");
    let back = provider.sign_in(&to.replace("&#38;", "&").replace("&amp;", "&"));
    assert!(back.ends_with("/dang-nhap"), "{back}");
    assert_eq!(provider.left(), 1);
    assert_eq!(admin.send("POST", "/dang-xuat", &form, "").status, 303);
    assert_eq!(provider.left(), 1);
    assert_eq!(provider.wrong(), [""; 0]);
}

/// Signatures by a curve and by RSA in both paddings are believed; keys that the provider changed are fetched once, and
/// so is one that nobody has.
#[test]
fn every_signature_of_the_providers_own_keys_is_believed_and_changed_keys_are_fetched_once() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let provider = Provider::start();
    let program = Program::on(&folder.path().join("data"));
    std::fs::create_dir_all(program.root()).expect("a folder can be made");
    let settings = format!("{}[limits]\nenter = 0\n", provider.settings(folder.path()));
    std::fs::write(program.root().join("cancu.toml"), settings).expect("settings");
    let served = program.serve(&["--corpus", "none"]);
    Client::first(&served, "an");
    let status = |lie: Lie| {
        provider.vouch(known("1", "binh", &["can-bo"]), lie);
        through(&mut Client::stranger(&served.address), &provider).status
    };
    for (round, fetched) in [(0, 1), (1, 2)] {
        for signing in [Signing::Curve, Signing::Rsa, Signing::RsaPss] {
            provider.sign(signing);
            assert_eq!(status(Lie::None), 200, "{signing:?} {round}");
            for lie in [
                Lie::OtherKey,
                Lie::Changed,
                Lie::Unsigned,
                Lie::SharedSecret,
            ] {
                assert_eq!(status(lie), 401, "{signing:?} {lie:?} {round}");
            }
        }
        // The second key of the new set is there since the first was looked for.
        assert_eq!(provider.fetched(), fetched, "{round}");
        provider.change_keys();
    }
    for _ in 0..3 {
        assert_eq!(status(Lie::StrangeKey), 401);
    }
    assert_eq!(provider.fetched(), 3, "looked for once");
    assert_eq!(status(Lie::None), 200, "and nobody else is kept out");
    assert_eq!(provider.wrong(), [""; 0]);
}

#[test]
fn a_provider_that_describes_itself_wrongly_is_not_asked() {
    for lie in [Lie::Elsewhere, Lie::OtherName] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let provider = Provider::start();
        provider.vouch(known("1", "binh", &["can-bo"]), lie);
        let program = Program::on(&folder.path().join("data"));
        std::fs::create_dir_all(program.root()).expect("a folder can be made");
        let settings = provider.settings(folder.path());
        std::fs::write(program.root().join("cancu.toml"), settings).expect("settings");
        let empty = folder.path().join("nothing");
        std::fs::create_dir_all(&empty).expect("a folder can be made");
        let served = program.serve(&["--corpus", &empty.to_string_lossy()]);
        let begun = Client::stranger(&served.address).get("/dang-nhap/oidc");
        assert_eq!(begun.status, 502, "{lie:?}: {}", begun.body);
    }
}

#[test]
fn offline_nobody_is_asked_to_vouch() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let provider = Provider::start();
    let program = Program::on(&folder.path().join("data"));
    std::fs::create_dir_all(program.root()).expect("a folder can be made");
    let settings = provider.settings(folder.path());
    std::fs::write(program.root().join("cancu.toml"), settings).expect("settings");
    let empty = folder.path().join("nothing");
    std::fs::create_dir_all(&empty).expect("a folder can be made");
    let served = program.serve(&["--offline", "--corpus", &empty.to_string_lossy()]);
    let client = Client::stranger(&served.address);
    assert_eq!(client.get("/dang-nhap/oidc").status, 404);
    assert!(!client.get("/dang-nhap").body.contains("Tài khoản mẫu"));
}
