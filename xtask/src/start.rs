//! `cargo xtask start`: from a fresh clone to the page in a browser.

use crate::project::{Made, Project};
use crate::{catalogue, files, province, run, widget};
use anyhow::{Context, Result, bail, ensure};
use std::ffi::OsString;
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::os::unix::process::{CommandExt, parent_id};
use std::path::PathBuf;
use std::time::Duration;
use std::{env, process, thread};

pub(crate) struct Options {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) data: PathBuf,
    /// With a stand-in for the systems that dossiers are handed on to.
    pub(crate) with_province: bool,
}

/// The value of `--port`.
pub(crate) fn parse_port(given: Option<&str>) -> Result<u16> {
    let Some(given) = given else { return Ok(8080) };
    match given.parse() {
        Ok(port @ 1..) => Ok(port),
        _ => bail!("`--port {given}` is not a port: give a number from 1 to 65535"),
    }
}

pub(crate) fn start(project: &Project, options: &Options) -> Result<()> {
    // What can be refused at once is refused before the long build.
    let address = free_address(&options.host, options.port)?;
    let neighbour = options.with_province.then(|| {
        let port = options.port.checked_add(1).context("`--with-province` needs the port after `--port`")?;
        free_address("127.0.0.1", port)
    });
    let neighbour = neighbour.transpose()?;
    need_c_compiler()?;
    catalogue::build(project)?;
    widget::build(project)?;
    project.build_gateway()?;
    files::create_dir(&options.data)?;
    let settings = match neighbour {
        Some(neighbour) => {
            project.build_province()?;
            Some(province::start(project, &options.data, reachable(address), neighbour)?)
        }
        None => None,
    };
    serve(project, options, address, settings)
}

/// Becomes the gateway, so that whoever stops this process stops the gateway and nothing is left
/// running; a child stays to say when the page answers.
fn serve(project: &Project, options: &Options, address: SocketAddr, settings: Option<PathBuf>) -> Result<()> {
    let mut announcer = run::program(env::current_exe()?);
    announcer.args(["announce", &process::id().to_string(), &reachable(address).to_string()]).spawn()?;
    let failure = run::program(project.gateway(Made::ToRun))
        .args(["serve", "--host", &options.host, "--port", &options.port.to_string()])
        .arg("--data")
        .arg(std::path::absolute(&options.data)?)
        .arg("--web")
        .arg(project.web())
        .arg("--catalogue")
        .arg(project.catalogue())
        .args(settings.into_iter().flat_map(|file| ["--config".into(), file.into_os_string()]))
        .exec();
    Err(failure).context("the gateway could not be started")
}

/// `announce <process id of the gateway> <address>`: waits until the page answers, or the gateway ends.
pub(crate) fn announce(args: &[OsString]) -> Result<()> {
    let [gateway, address] = args else { bail!("`announce` belongs to `cargo xtask start`") };
    let gateway: u32 = gateway.to_string_lossy().parse()?;
    let address: SocketAddr = address.to_string_lossy().parse()?;
    while parent_id() == gateway {
        if answers(address) {
            println!("Tờ Khai: http://{address}/");
            break;
        }
        thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}

fn answers(address: SocketAddr) -> bool {
    let ask = || {
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        write!(stream, "GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
        let mut start = [0; 5];
        stream.read_exact(&mut start)?;
        std::io::Result::Ok(start == *b"HTTP/")
    };
    ask().unwrap_or(false)
}

/// The address to open in a browser on this machine: nobody can visit "every interface".
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        match address {
            SocketAddr::V4(_) => address.set_ip([127, 0, 0, 1].into()),
            SocketAddr::V6(_) => address.set_ip([0, 0, 0, 0, 0, 0, 0, 1].into()),
        }
    }
    address
}

fn free_address(host: &str, port: u16) -> Result<SocketAddr> {
    let address = (host, port)
        .to_socket_addrs()
        .ok()
        .and_then(|mut found| found.next())
        .with_context(|| format!("`--host {host}` is not a known name or address; try 127.0.0.1"))?;
    match TcpListener::bind(address) {
        Ok(_) => Ok(address),
        Err(error) => match error.kind() {
            ErrorKind::AddrInUse => bail!(
                "port {port} is already taken by another program: stop that program, or choose another port \
                 with `cargo xtask start --port {}`",
                port.checked_add(1).unwrap_or(8080)
            ),
            ErrorKind::PermissionDenied => {
                bail!("port {port} is reserved for the administrator: choose one above 1023")
            }
            ErrorKind::AddrNotAvailable => {
                bail!("`--host {host}` is not an address of this machine; try 127.0.0.1")
            }
            _ => bail!("cannot listen on {address}: {error}"),
        },
    }
}

/// SQLite and the cryptography are C.
fn need_c_compiler() -> Result<()> {
    let compiler = env::var_os("CC").unwrap_or_else(|| "cc".into());
    ensure!(
        run::answer(run::program(&compiler).arg("--version")).is_some(),
        "the C compiler `{}` is missing: install it with `apt-get install build-essential`",
        compiler.display()
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_a_number_that_a_browser_can_open() {
        assert_eq!(parse_port(None).unwrap(), 8080);
        assert_eq!(parse_port(Some("9000")).unwrap(), 9000);
        for wrong in ["0", "65536", "http", ""] {
            assert!(parse_port(Some(wrong)).unwrap_err().to_string().contains("from 1 to 65535"));
        }
    }

    #[test]
    fn a_taken_port_is_refused_with_another_to_try() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = taken.local_addr().unwrap().port();
        let said = free_address("127.0.0.1", port).unwrap_err().to_string();
        assert!(said.contains(&format!("port {port} is already taken")), "{said}");
    }

    #[test]
    fn every_interface_is_announced_as_this_machine() {
        assert_eq!(reachable("0.0.0.0:80".parse().unwrap()).to_string(), "127.0.0.1:80");
        assert_eq!(reachable("[::]:80".parse().unwrap()).to_string(), "[::1]:80");
        assert_eq!(reachable("192.0.2.7:80".parse().unwrap()).to_string(), "192.0.2.7:80");
    }
}
