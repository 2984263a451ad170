//! A province to talk to, beside the gateway of `cargo xtask start`: dossiers of Đồng Tháp are handed in to it, and as
//! the national portal it is told of those of Hải Phòng.

use crate::project::{Made, Project};
use crate::{files, run};
use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::net::SocketAddr;
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::parent_id;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, process, thread};

/// Starts the stand-in at `address` for a gateway at `gateway`, and writes what the gateway must be told: returns its
/// settings file.
pub(crate) fn start(
    project: &Project,
    data: &Path,
    gateway: SocketAddr,
    address: SocketAddr,
) -> Result<PathBuf> {
    let data = std::path::absolute(data)?;
    let home = data.join("province");
    files::create_dir(&home)?;
    let (secret, callback) = (secret(&home.join("secret"))?, secret(&home.join("callback"))?);
    let theirs = format!(
        "[clients.to-khai]\nsecret = \"{secret}\"\ncallback_secret = \"{callback}\"\n\
         callback = \"http://{gateway}/v1/provinces/tinh/states\"\n"
    );
    files::write(&home.join("province.toml"), theirs.as_bytes())?;
    let one = |name: &str, speaks: &str, site: &str| {
        format!(
            "[provinces.{name}]\nspeaks = \"{speaks}\"\naddress = \"http://{address}/\"\nsite = \"{site}\"\n\
             client = \"to-khai\"\nsecret_file = \"{at}/secret\"\ncallback_secret_file = \"{at}/callback\"\n\
             reached_at = \"http://{gateway}/\"\nask_seconds = 60\n\n",
            at = home.display()
        )
    };
    let settings = home.join("gateway.toml");
    let ours = one("tinh", "submit", "dong-thap") + &one("quoc-gia", "sync", "hai-phong");
    files::write(&settings, ours.as_bytes())?;
    let mut attendant = run::program(env::current_exe()?);
    attendant.args(["attend", &process::id().to_string(), &address.to_string()]);
    attendant.arg(project.province(Made::ToRun)).arg(&home).spawn()?;
    Ok(settings)
}

/// `attend <process id of the gateway> <address> <program> <folder>`: runs the stand-in as long as the gateway runs, so
/// that nothing is left running.
pub(crate) fn attend(args: &[OsString]) -> Result<()> {
    let [gateway, address, program, home] = args else { bail!("`attend` belongs to `cargo xtask start`") };
    let gateway: u32 = gateway.to_string_lossy().parse()?;
    let address: SocketAddr = address.to_string_lossy().parse()?;
    let home = Path::new(home);
    let log = File::create(home.join("province.log"))?;
    let mut province = run::program(program)
        .args(["serve", "--host", &address.ip().to_string(), "--port", &address.port().to_string()])
        .arg("--data")
        .arg(home.join("data"))
        .arg("--config")
        .arg(home.join("province.toml"))
        .stderr(log)
        .spawn()
        .context("the province could not be started")?;
    println!("Một cửa thử: http://{address}/");
    while parent_id() == gateway {
        if let Some(ended) = province.try_wait()? {
            bail!("the province ended ({ended}): see {}", home.join("province.log").display());
        }
        thread::sleep(Duration::from_millis(100));
    }
    // It loses nothing it answered for.
    province.kill()?;
    province.wait()?;
    Ok(())
}

/// A secret for this user alone, made the first time.
fn secret(file: &Path) -> Result<String> {
    if let Ok(kept) = fs::read_to_string(file) {
        return Ok(kept);
    }
    let mut random = [0; 32];
    File::open("/dev/urandom")?.read_exact(&mut random)?;
    let secret: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut new = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    new.write_all(secret.as_bytes())?;
    Ok(secret)
}
