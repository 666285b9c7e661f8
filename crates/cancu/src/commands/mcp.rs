//! `cancu mcp`: the Model Context Protocol on standard input and output, for an assistant on this machine that starts the
//! program itself. Nothing is listened to.

use std::{
    io::{BufRead as _, Read as _, Write as _},
    process::ExitCode,
};

use super::serve;
use crate::{failure::Told, workplace::Workplace};

/// Longest message: as much as `POST /mcp` takes.
const LONGEST: u64 = 2 << 20;
/// Messages that wait.
const WAITING: usize = 16;

pub(crate) fn run(place: &Workplace) -> anyhow::Result<ExitCode> {
    serve::trace();
    let setup = serve::setup(place, place.author()?)?;
    if setup.assistant == models::Endpoint::None {
        return Err(Told::new("mcp_off", &[]).into());
    }
    let (tell, told) = tokio::sync::mpsc::channel(WAITING);
    // Not joined: it waits for input that may never come.
    std::thread::spawn(move || {
        let mut input = std::io::stdin().lock();
        loop {
            let mut line = Vec::new();
            let read = (&mut input).take(LONGEST + 1).read_until(b'\n', &mut line);
            // Behind a message that is too long, nobody knows where the next begins.
            match read {
                Ok(bytes) if bytes > 0 && bytes as u64 <= LONGEST => {}
                _ => return,
            }
            if tell.blocking_send(line).is_err() {
                return;
            }
        }
    });
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let say = |answer: &[u8]| {
        let mut output = std::io::stdout().lock();
        output.write_all(answer)?;
        output.flush()
    };
    runtime.block_on(server::assist(setup, told, say))?;
    runtime.shutdown_background();
    Ok(ExitCode::SUCCESS)
}
