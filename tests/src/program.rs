//! The built program, run as a person or a script runs it.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use serde_json::Value;

/// Longest that a command of a test may run.
const PATIENCE: Duration = Duration::from_secs(300);

/// The program with a data folder of its own.
#[derive(Clone, Debug)]
pub struct Program {
    file: PathBuf,
    root: PathBuf,
}

/// A command that ended.
#[derive(Clone, Debug)]
pub struct Finished {
    /// The exit code; `None`: a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// How long it ran.
    pub took: Duration,
}

impl Finished {
    /// Standard output read as JSON.
    ///
    /// # Panics
    /// When the command failed or did not print JSON.
    pub fn json(&self) -> Value {
        assert_eq!(self.code, Some(0), "the command failed: {self:#?}");
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error} in {self:#?}"))
    }

    /// Itself, if the command succeeded.
    ///
    /// # Panics
    /// When it failed.
    pub fn success(self) -> Self {
        assert_eq!(self.code, Some(0), "the command failed: {self:#?}");
        self
    }

    /// Both outputs.
    pub fn said(&self) -> String {
        format!("{}\n{}", self.stdout, self.stderr)
    }
}

impl Program {
    /// The program of this build on a data folder. Built first if it is missing or older than its sources:
    /// Cargo builds a package's programs for that package's own tests only.
    ///
    /// `CANCU_PROGRAM` names another one.
    ///
    /// # Panics
    /// When it cannot be built.
    pub fn on(root: &Path) -> Self {
        static BUILT: OnceLock<PathBuf> = OnceLock::new();
        let file = BUILT.get_or_init(|| match std::env::var_os("CANCU_PROGRAM") {
            Some(named) => PathBuf::from(named),
            None => build(),
        });
        Self {
            file: file.clone(),
            root: root.to_owned(),
        }
    }

    /// The program's file.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// The data folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A command of the program on the data folder, nothing on standard input, no settings of the caller's.
    pub fn command<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Command {
        let mut command = Command::new(&self.file);
        let (verb, rest) = arguments.split_first().expect("a command has a name");
        command.arg(verb).arg("--data").arg(&self.root);
        command
            .args(rest)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        for (name, _) in std::env::vars_os() {
            let named = name.to_string_lossy();
            if named.starts_with("CANCU_")
                || named.starts_with("LC_")
                || named == "LANG"
                || named == "RUST_LOG"
            {
                command.env_remove(&name);
            }
        }
        command
    }

    /// Runs a command to its end.
    ///
    /// # Panics
    /// When it cannot be started or does not end in five minutes.
    pub fn run<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Finished {
        finish(&mut self.command(arguments))
    }

    /// Starts `serve` on a free port and waits for the address that it prints.
    ///
    /// # Panics
    /// When it ends or says nothing for a minute.
    pub fn serve(&self, more: &[&str]) -> Served {
        let wanted = format!("127.0.0.1:{}", free_port());
        let mut arguments = vec!["serve", "--listen", &wanted];
        arguments.extend_from_slice(more);
        let started = Instant::now();
        let mut child = self
            .command(&arguments)
            .spawn()
            .expect("the program can be started");
        let (tell, told) = mpsc::channel();
        // Both outputs are read to the end: a full pipe would stop the server.
        for output in [
            Box::new(child.stdout.take().expect("stdout is piped"))
                as Box<dyn std::io::Read + Send>,
            Box::new(child.stderr.take().expect("stderr is piped")),
        ] {
            let tell = tell.clone();
            std::thread::spawn(move || {
                for line in BufReader::new(output).lines().map_while(Result::ok) {
                    let _ = tell.send(line);
                }
            });
        }
        drop(tell);
        let mut said = Vec::new();
        let until = Instant::now() + PATIENCE;
        loop {
            match told.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(line) if line.contains(&wanted) => break,
                Ok(line) => said.push(line),
                Err(_) => {
                    let _ = child.kill();
                    let _ = child.wait();
                    panic!("serve never printed {wanted}; it said: {said:#?}");
                }
            }
        }
        Served {
            child,
            address: wanted,
            started,
            told,
        }
    }
}

/// A running server, ended when this goes.
#[derive(Debug)]
pub struct Served {
    child: Child,
    /// `127.0.0.1:PORT`.
    pub address: String,
    /// When its process was started.
    pub started: Instant,
    told: mpsc::Receiver<String>,
}

impl Served {
    /// What it has said since.
    pub fn said(&self) -> Vec<String> {
        self.told.try_iter().collect()
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port of the loopback that nobody listens on just now.
///
/// # Panics
/// When there is none.
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener
        .local_addr()
        .expect("a bound socket has an address")
        .port()
}

fn finish(command: &mut Command) -> Finished {
    let started = Instant::now();
    let mut child = command.spawn().expect("the program can be started");
    let outputs = [
        read_all(child.stdout.take().expect("stdout is piped")),
        read_all(child.stderr.take().expect("stderr is piped")),
    ];
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child can be waited for") {
            break status;
        }
        if started.elapsed() > PATIENCE {
            let _ = child.kill();
            let _ = child.wait();
            panic!("the command did not end in {PATIENCE:?}: {command:?}");
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let took = started.elapsed();
    let [stdout, stderr] = outputs.map(|output| {
        output
            .join()
            .expect("the reader of an output does not panic")
    });
    Finished {
        code: status.code(),
        stdout,
        stderr,
        took,
    }
}

fn read_all(mut output: impl std::io::Read + Send + 'static) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = output.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

// `--workspace` keeps the feature set of `cargo test --workspace`: with `-p cancu` Cargo would compile shared
// dependencies a second time with other features.
fn build() -> PathBuf {
    let here = std::env::current_exe().expect("a running program has a file");
    // target/release/deps/all-… for tests, target/release/measure-… for measures.
    let folder = here
        .ancestors()
        .skip(1)
        .find(|path| !path.ends_with("deps"))
        .expect("a target folder")
        .to_owned();
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let target = folder.parent().expect("target/release has a parent");
    let mut command = Command::new(cargo);
    command.args(["build", "--workspace", "--bin", "cancu"]);
    if folder.ends_with("release") {
        command.arg("--release");
    }
    // What Cargo tells a running test; build scripts that look at it (ring's) would be run again, and all that
    // stands on them compiled again.
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST") {
            command.env_remove(&*name);
        }
    }
    let status = command
        .env("CARGO_TARGET_DIR", target)
        .current_dir(crate::repository())
        .stdin(Stdio::null())
        .status()
        .expect("cargo can be started");
    assert!(status.success(), "the program could not be built");
    folder.join(if cfg!(windows) { "cancu.exe" } else { "cancu" })
}
