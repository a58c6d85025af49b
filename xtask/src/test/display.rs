//! A private desktop for one test run: its own display, home and message bus.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use crate::failure::Failure;
use crate::host::Host;

/// A running Xvfb and the empty home beside it; both end with the value.
pub(crate) struct Display {
    server: Child,
    name: String,
    home: PathBuf,
}

impl Display {
    pub(crate) fn open(host: &Host) -> Result<Self, Failure> {
        let program = host.require("Xvfb", "to open a window without a screen")?;
        let home = host.target.join("window-test-home");
        // What an interrupted run left would restore its window and its library.
        if home.exists() {
            fs::remove_dir_all(&home).map_err(Failure::during("removing the last test's home"))?;
        }
        fs::create_dir_all(home.join("run")).map_err(Failure::during("making a home"))?;
        restrict(&home.join("run"))?;
        // `-displayfd 1` lets the server choose a free display and print it.
        let mut server = Command::new(program)
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1280x900x24",
                "-nolisten",
                "tcp",
                "-noreset",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(Failure::during("starting Xvfb"))?;
        let mut line = String::new();
        if let Some(pipe) = server.stdout.take() {
            BufReader::new(pipe)
                .read_line(&mut line)
                .map_err(Failure::during("asking Xvfb for its display"))?;
        }
        let number = line.trim();
        if number.is_empty() {
            return Err(Failure::new("Xvfb did not start"));
        }
        Ok(Self {
            name: format!(":{number}"),
            server,
            home,
        })
    }

    /// A command that sees this desktop and nothing of the person's own.
    pub(crate) fn command(&self, host: &Host, program: &str) -> Result<Command, Failure> {
        let bus = host.require("dbus-run-session", "to give the window a message bus")?;
        let mut command = Command::new(bus);
        command
            .args(["--", program])
            .env_remove("WAYLAND_DISPLAY")
            .env("DISPLAY", &self.name)
            .env("HOME", &self.home)
            .env("XDG_RUNTIME_DIR", self.home.join("run"))
            .env("XDG_DATA_HOME", self.home.join("data"))
            .env("XDG_CONFIG_HOME", self.home.join("config"))
            .env("XDG_CACHE_HOME", self.home.join("cache"))
            .env("GDK_BACKEND", "x11")
            .env("NO_AT_BRIDGE", "1")
            .env("GTK_A11Y", "none")
            .env("GIO_USE_VFS", "local")
            .env("GSETTINGS_BACKEND", "memory");
        Ok(command)
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        // The run is over whatever the server answers.
        drop(self.server.kill());
        drop(self.server.wait());
    }
}

#[cfg(unix)]
fn restrict(folder: &std::path::Path) -> Result<(), Failure> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
        .map_err(Failure::during("closing the run-time folder to others"))
}

#[cfg(not(unix))]
fn restrict(_folder: &std::path::Path) -> Result<(), Failure> {
    Ok(())
}
