//! The offline profile: the program in a network of its own, with every call that has to do with the network watched.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tests::{Program, free_port, skipped};

use super::leaks::{loaded, settings};

/// Whether this process may make a network of its own and watch another one's calls.
fn may_isolate() -> Result<(), String> {
    for (program, arguments) in [
        ("unshare", ["-n", "true"]),
        ("strace", ["-o", "/dev/null"]),
        ("ip", ["link", "show"]),
        ("nsenter", ["--version", "--version"]),
    ] {
        let mut command = Command::new(program);
        command.args(arguments);
        if program == "strace" {
            command.arg("true");
        }
        let done = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
        match done {
            Ok(status) if status.success() => {}
            Ok(status) => return Err(format!("{program}: {status} (needs root)")),
            Err(error) => return Err(format!("{program}: {error}")),
        }
    }
    Ok(())
}

#[test]
fn offline_no_socket_is_opened_but_the_one_that_listens() {
    if let Err(why) = may_isolate() {
        skipped("the offline profile in a network of its own", &why);
        return;
    }
    let folder = tempfile::tempdir().expect("a folder for the test");
    let program = loaded(folder.path(), &[]);
    for (profile, more) in [("profile = \"offline\"\n", None), ("", Some("--offline"))] {
        // A writer is configured all the same, on this machine and by a name.
        let text = format!(
            "[server]\n{profile}[writer]\nendpoint = \"http://localhost:11434/v1\"\nmodel = \"mau\"\n"
        );
        settings(&program, &text);
        let calls = isolated(&program, folder.path(), more);
        let named = |name: &str| -> Vec<&str> {
            calls
                .lines()
                .filter(|line| line.contains(&format!(" {name}(")))
                .collect()
        };
        let sockets = named("socket");
        assert!(
            matches!(sockets.as_slice(), [one] if one.contains("AF_INET, SOCK_STREAM")),
            "{sockets:#?}"
        );
        assert_eq!(named("connect"), Vec::<&str>::new());
        assert_eq!(named("bind").len(), 1, "{:#?}", named("bind"));
        assert_eq!(named("listen").len(), 1);
        assert!(!named("accept4").is_empty(), "somebody came: {calls}");
        let unnamed = |name: &str| {
            named(name)
                .into_iter()
                .filter(|line| line.contains("sin_addr") || line.contains("sun_path"))
                .count()
        };
        assert_eq!(unnamed("sendto") + unnamed("sendmsg"), 0, "{calls}");
    }
}

/// Serves in a network of its own, asks everything once, and gives the calls that had to do with the network.
fn isolated(program: &Program, folder: &Path, more: Option<&str>) -> String {
    let (calls, address) = (folder.join("calls"), format!("127.0.0.1:{}", free_port()));
    let port = address.rsplit(':').next().expect("a port").to_owned();
    let mut serve = format!(
        "ip link set lo up && exec strace -f -qq -e trace=network -o '{}' '{}' serve --data '{}' --listen {address}",
        calls.display(),
        program.file().display(),
        program.root().display(),
    );
    serve.extend(more.iter().flat_map(|more| [" ", more]));
    let mut child = Command::new("unshare")
        .args(["-n", "sh", "-c", &serve])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("unshare can be started");
    let within = |request: &str| -> String {
        let file = folder.join("request");
        std::fs::write(&file, request).expect("a request can be written");
        let talk = format!(
            "exec 3<>/dev/tcp/127.0.0.1/{port} && cat '{}' >&3 && timeout 60 cat <&3",
            file.display()
        );
        let answer = Command::new("nsenter")
            .args(["-t", &child_id(&child), "-n", "bash", "-c", &talk])
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .output()
            .expect("nsenter can be started");
        String::from_utf8_lossy(&answer.stdout).into_owned()
    };
    let ask = |path: &str| within(&format!("GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n"));
    let until = Instant::now() + Duration::from_secs(120);
    while !ask("/health/ready").contains("200 OK") && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(100));
    }
    let answer = ask("/api/ask?q=khai+sinh&on=2026-11-22");
    assert!(
        answer.contains("\"claims\"") && answer.contains("\"model\":null"),
        "{answer}"
    );
    for path in [
        "/",
        "/hoi?q=khai+sinh",
        "/tim?q=khai+sinh",
        "/api/ask/stream?q=khai+sinh",
        "/suc-khoe",
        "/api/health",
        "/vb",
    ] {
        assert!(ask(path).contains(" 200 "), "{path}");
    }
    // A file is read by a child of the program, which is watched too.
    let edge = "canh-1";
    let body = format!(
        "--{edge}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\n\r\nỦY BAN NHÂN DÂN XÃ MẪU\nSố: 78/2026/QĐ-UBNDMAU\n\nQUYẾT ĐỊNH\nVề việc mẫu\n\nĐiều 1. Mẫu\nNội dung mẫu.\n\r\n--{edge}--\r\n"
    );
    let uploaded = within(&format!(
        "POST /api/documents HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary={edge}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    ));
    assert!(uploaded.contains(" 200 "), "{uploaded}");
    let _ = Command::new("sh")
        .args([
            "-c",
            &format!(
                "for child in $(cat /proc/{0}/task/{0}/children); do kill -TERM $child; done",
                child_id(&child)
            ),
        ])
        .status();
    let until = Instant::now() + Duration::from_secs(30);
    while child.try_wait().expect("it can be waited for").is_none() && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(50));
    }
    let _ = child.kill();
    let _ = child.wait();
    std::fs::read_to_string(&calls).expect("the calls were kept")
}

fn child_id(child: &std::process::Child) -> String {
    child.id().to_string()
}
