//! What journeys are made on: it is built, and the environment says where it lies.

use crate::project::{Made, Project};
use crate::tools::{AXE, BOOTSTRAP, JQUERY, JQUERY_UI, browsers};
use crate::{catalogue, run, widget};
use anyhow::Result;
use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

/// `cargo` with the arguments of a command line, for what needs the catalogue and its stories alone.
pub(crate) fn with_catalogue(project: &Project, line: &str) -> Result<Command> {
    catalogue::build(project)?;
    let stories = catalogue::write_stories(project)?;
    let mut cargo = project.cargo(line);
    cargo
        .env("TO_KHAI_CATALOGUE", project.catalogue())
        .env("TO_KHAI_STORIES", stories)
        .env("TO_KHAI_SCREENS", project.screens());
    Ok(cargo)
}

/// As [`with_catalogue`], for what needs the gateway and the province, and no browser.
pub(crate) fn with_gateway(project: &Project, made: Made, line: &str) -> Result<Command> {
    match made {
        Made::ToRun => project.build_gateway().and_then(|()| project.build_province())?,
        Made::ToTest => project.build_tested()?,
    }
    let mut cargo = with_catalogue(project, line)?;
    cargo.env("TO_KHAI_GATEWAY", project.gateway(made)).env("TO_KHAI_PROVINCE", project.province(made));
    Ok(cargo)
}

/// As [`with_gateway`], for what needs browsers and the widget too.
pub(crate) fn with_browsers(project: &Project, made: Made, line: &str) -> Result<Command> {
    let drivers = browsers::ensure(project)?;
    let axe = AXE.ensure(project)?;
    let packages = packages(project)?;
    widget::build(project)?;
    let mut cargo = on_a_screen(with_gateway(project, made, line)?);
    cargo
        .env("TO_KHAI_WEB", project.web())
        .env("TO_KHAI_AXE", axe)
        .env("TO_KHAI_PACKAGES", packages)
        .env("CHROMEDRIVER", drivers.chromium)
        .env("GECKODRIVER", drivers.firefox)
        .env("WEBKITWEBDRIVER", drivers.webkit)
        .env("MINIBROWSER", drivers.mini_browser);
    Ok(cargo)
}

/// Where the packages lie that host pages are made of.
fn packages(project: &Project) -> Result<OsString> {
    let mut folders = Vec::new();
    for package in [BOOTSTRAP, JQUERY, JQUERY_UI] {
        folders.extend(package.ensure(project)?.ancestors().nth(2).map(Path::to_owned));
    }
    Ok(env::join_paths(folders)?)
}

/// Where there is no screen, a virtual one: WebKit's browser cannot do without.
fn on_a_screen(command: Command) -> Command {
    if env::var_os("DISPLAY").is_some() || env::var_os("WAYLAND_DISPLAY").is_some() {
        return command;
    }
    let mut framed = run::program("xvfb-run");
    framed.args(["--auto-servernum", "--server-args=-screen 0 1600x1200x24"]);
    framed.arg(command.get_program()).args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        framed.current_dir(folder);
    }
    for (key, value) in command.get_envs() {
        match value {
            Some(value) => framed.env(key, value),
            None => framed.env_remove(key),
        };
    }
    framed
}
