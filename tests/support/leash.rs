//! Processes that end when we do, however we end: a test that is aborted leaves no browser behind.

use crate::suite::patiently;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::net::{TcpListener, TcpStream};
use std::ops::RangeInclusive;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};

/// Starts the rest of the arguments in a session of its own, and kills that session with the first
/// argument's signal when the line to us is cut, or when a signal that is meant for us all reaches the keeper first.
const KEEPER: &str = r#"
signal=$1; shift
trap : HUP INT TERM
setsid "$@" </dev/null &
read -r line
kill -s "$signal" -- -$! 2>/dev/null
wait
"#;

/// A process that ends when this value is dropped or this program ends.
pub struct Leash {
    keeper: Child,
    line: Option<ChildStdin>,
}

/// How a process is asked to end.
#[derive(Clone, Copy)]
pub enum Ending {
    /// It may tidy up: a driver closes its browsers.
    Asked,
    /// As when the power fails.
    Killed,
}

impl Leash {
    /// Starts `program`; what it says goes to the file `log`.
    pub fn start<S: AsRef<OsStr>>(
        program: &Path,
        args: &[S],
        env: &[(&str, &str)],
        ending: Ending,
        log: &Path,
    ) -> Leash {
        let out = File::options().create(true).append(true).open(log);
        let out = out.unwrap_or_else(|why| panic!("cannot write {}: {why}", log.display()));
        let err = out.try_clone().expect("a second handle to a log");
        let signal = match ending {
            Ending::Asked => "TERM",
            Ending::Killed => "KILL",
        };
        let mut keeper = Command::new("sh")
            .args(["-c", KEEPER, "keeper", signal])
            .arg(program)
            .args(args)
            .envs(env.iter().copied())
            .stdin(Stdio::piped())
            .stdout(out)
            .stderr(err)
            .spawn()
            .unwrap_or_else(|why| panic!("cannot start {}: {why}", program.display()));
        let line = keeper.stdin.take();
        Leash { keeper, line }
    }

    /// Starts a server, which ends as when the power fails, and waits until it listens.
    ///
    /// # Errors
    /// What it says when it does not.
    pub fn listening(program: &Path, args: &[OsString], port: u16, log: &Path) -> Result<Leash, String> {
        let leash = Leash::start(program, args, &[], Ending::Killed, log);
        let listens = patiently(|| TcpStream::connect(("127.0.0.1", port)).ok());
        let said = || std::fs::read_to_string(log).unwrap_or_default();
        listens.map(|_| leash).ok_or_else(|| format!("{} does not listen:\n{}", program.display(), said()))
    }
}

impl Drop for Leash {
    fn drop(&mut self) {
        drop(self.line.take());
        let _ = self.keeper.wait();
    }
}

/// Kills a process and all that come of it, as when the battery is taken out.
///
/// # Panics
/// When there is no `kill`, or everything would end.
pub fn kill_with_children(process: u32) {
    assert!(process > 1, "{process} is not a process of ours");
    let parents: Vec<(u32, u32)> = std::fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let stat = std::fs::read_to_string(entry.path().join("stat")).ok()?;
            // After the name, which may hold anything: the state, then the parent.
            let parent = stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()?;
            Some((entry.file_name().to_str()?.parse().ok()?, parent))
        })
        .collect();
    let mut all = vec![process];
    let mut at = 0;
    while let Some(parent) = all.get(at).copied() {
        all.extend(parents.iter().filter(|(_, of)| *of == parent).map(|(child, _)| *child));
        at += 1;
    }
    let all = all.iter().map(u32::to_string);
    // Those that have ended already need no killing.
    Command::new("kill").arg("-KILL").args(all).stderr(Stdio::null()).status().expect("`kill` can be run");
}

/// A port that nobody listens on, below those that outgoing connections take: it stays free while the gateway that
/// has it is dead.
///
/// # Panics
/// When all are taken.
#[must_use]
pub fn free_port() -> u16 {
    const PORTS: RangeInclusive<u16> = 20_000..=31_999;
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let count = PORTS.end() - PORTS.start() + 1;
    // Another run on this machine begins elsewhere.
    let first = u16::try_from(std::process::id() % u32::from(count)).expect("less than a port");
    let mut tried = (0..count).map(|_| {
        PORTS.start() + (first.wrapping_mul(37) % count + NEXT.fetch_add(1, Ordering::Relaxed)) % count
    });
    tried.find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok()).expect("a free port")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead, BufReader};

    #[test]
    fn who_is_killed_takes_the_children_along() {
        let mut parent = Command::new("sh")
            .args(["-c", "sleep 600 & echo $!; wait"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell");
        let mut child = String::new();
        let mut said = BufReader::new(parent.stdout.take().expect("what it says"));
        said.read_line(&mut child).expect("the child's number");
        kill_with_children(parent.id());
        assert!(!parent.wait().expect("it has ended").success());
        // Its end of our pipe is closed: the child is gone too.
        assert_eq!(said.read_line(&mut child).expect("an end"), 0);
    }

    #[test]
    fn a_signal_to_the_keeper_ends_who_is_kept() {
        let log = std::env::temp_dir().join(format!("to-khai-kept-{}.log", std::process::id()));
        let kept = ["-c", "echo $$; exec sleep 600"];
        let mut leash = Leash::start(Path::new("sh"), &kept, &[], Ending::Killed, &log);
        let number = || std::fs::read_to_string(&log).ok().filter(|said| said.ends_with('\n'));
        let number = patiently(number).expect("the number of who is kept");
        let keeper = leash.keeper.id().to_string();
        Command::new("kill").args(["-TERM", &keeper]).status().expect("`kill` can be run");
        leash.keeper.wait().expect("the keeper ends");
        let is_gone = || (!Path::new("/proc").join(number.trim()).exists()).then_some(());
        patiently(is_gone).expect("who is kept has ended");
        std::fs::remove_file(log).expect("a log can be removed");
    }

    #[test]
    fn ports_are_free_and_not_given_twice() {
        let (one, other) = (free_port(), free_port());
        assert_ne!(one, other);
        assert!(one < 32_768 && other < 32_768);
    }
}
