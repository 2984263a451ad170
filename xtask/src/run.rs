//! Running other programs, and saying in one sentence what went wrong with them.

use anyhow::{Result, anyhow, bail};
use std::ffi::OsStr;
use std::io::{self, ErrorKind, IsTerminal, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, thread};

/// How much of a program's last words is kept to find the reason of its failure.
const LAST_WORDS: usize = 64 * 1024;

/// A progress line.
pub(crate) fn say(line: &str) {
    eprintln!("▸ {line}");
}

/// A program freed of what `cargo run` put into our own environment: build scripts would see a
/// change in it and compile their crates again.
pub(crate) fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    for (key, _) in env::vars_os() {
        let key = key.to_string_lossy();
        if key.starts_with("CARGO_PKG_") || key.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&*key);
        }
    }
    command
}

/// Runs to the end with its output shown; an unhappy end names the command.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().map_err(|error| cannot_run(command, &error))?;
    if status.success() { Ok(()) } else { bail!("`{}` failed ({status})", line(command)) }
}

/// As [`run`], for a program that may download `what`: a missing network gets its own sentence.
pub(crate) fn fetch(what: &str, command: &mut Command) -> Result<()> {
    if io::stderr().is_terminal() {
        // Our pipe hides the terminal from cargo.
        command.envs([
            ("CARGO_TERM_PROGRESS_WHEN", "always"),
            ("CARGO_TERM_PROGRESS_WIDTH", "80"),
            ("CARGO_TERM_COLOR", "always"),
        ]);
    }
    let mut child = command
        .stdout(io::stderr())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| cannot_run(command, &error))?;
    let mut last_words = Vec::new();
    if let Some(mut stderr) = child.stderr.take() {
        let mut buffer = [0; 4096];
        while let Ok(read @ 1..) = stderr.read(&mut buffer) {
            io::stderr().write_all(&buffer[..read])?;
            last_words.extend_from_slice(&buffer[..read]);
            last_words.drain(..last_words.len().saturating_sub(LAST_WORDS));
        }
    }
    let status = child.wait()?;
    if status.success() {
        Ok(())
    } else if network_is_down(&String::from_utf8_lossy(&last_words)) {
        bail!(
            "could not fetch {what}, because the network did not answer: check the connection or the proxy, \
             then run the same command again"
        )
    } else {
        bail!("`{}` failed ({status}); its own messages stand above", line(command))
    }
}

/// What it prints on its standard output, given `input`; its errors are shown.
pub(crate) fn filter(command: &mut Command, input: Vec<u8>) -> Result<Vec<u8>> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| cannot_run(command, &error))?;
    let stdin = child.stdin.take();
    let writer = thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(&input)));
    let output = child.wait_with_output()?;
    // A program that ends before reading everything says so by its status.
    drop(writer.join());
    if output.status.success() {
        Ok(output.stdout)
    } else {
        bail!("`{}` failed ({})", line(command), output.status)
    }
}

/// What it prints, or nothing when it is missing or fails.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The command as a person would type it.
pub(crate) fn line(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let mut line = program.to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}

fn cannot_run(command: &Command, error: &io::Error) -> anyhow::Error {
    let program = command.get_program().display();
    match error.kind() {
        ErrorKind::NotFound => {
            anyhow!("`{program}` is not installed; install it and run the same command again")
        }
        _ => anyhow!("`{program}` could not be started: {error}"),
    }
}

/// Whether the last words of cargo, rustup, npm or apt speak of the network.
fn network_is_down(words: &str) -> bool {
    const SIGNS: [&str; 16] = [
        "could not resolve",
        "couldn't resolve",
        "temporary failure resolving",
        "failed to lookup address",
        "dns error",
        "could not connect",
        "couldn't connect",
        "failed to connect",
        "connection refused",
        "network failure",
        "network is unreachable",
        "timed out",
        "timeout was reached",
        "enotfound",
        "eai_again",
        "econnrefused",
    ];
    let words = words.to_lowercase();
    SIGNS.iter().any(|sign| words.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_package_manager_is_understood_when_the_network_is_down() {
        let cargo = "error: failed to get `anyhow`\nCaused by: [6] Could not resolve hostname (Could not resolve host: packages.example)";
        let npm = "npm error code EAI_AGAIN\nnpm error request to https://packages.example/binaryen failed";
        let apt =
            "W: Failed to fetch http://packages.example/…  Temporary failure resolving packages.example";
        for words in [cargo, npm, apt] {
            assert!(network_is_down(words), "{words}");
        }
    }

    #[test]
    fn a_compile_error_is_not_blamed_on_the_network() {
        assert!(!network_is_down("error[E0425]: cannot find value `nework` in this scope"));
    }

    #[test]
    fn a_failing_command_is_named_as_it_would_be_typed() {
        let error = run(Command::new("/bin/false").arg("--all")).unwrap_err();
        assert_eq!(error.to_string(), "`false --all` failed (exit status: 1)");
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = run(&mut Command::new("no-such-program")).unwrap_err();
        assert!(error.to_string().starts_with("`no-such-program` is not installed"));
    }

    #[test]
    fn a_filter_gives_back_what_it_was_fed() {
        assert_eq!(filter(&mut Command::new("cat"), b"abc".to_vec()).unwrap(), b"abc");
    }
}
