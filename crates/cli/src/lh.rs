//! One run of `lh`: the library it works on, and where its words go.
//!
//! The answer goes to standard output (text, or one JSON document), everything else to standard
//! error. The library is opened when the first command needs it.

use std::cell::OnceCell;
use std::io::{self, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use longhand_api::model::Timestamp;
use longhand_api::{App, AppOptions, Background, Caller, Command, Create, FirstContent, call};
use serde::Serialize;

use crate::environment::Environment;
use crate::error::CliError;
use crate::screen::Screen;

/// One run.
pub(crate) struct Lh {
    environment: Environment,
    library: PathBuf,
    json: bool,
    colours: bool,
    time_zone: TimeZone,
    app: OnceCell<App>,
    caller: Caller,
}

impl Lh {
    /// Prepares a run; nothing is opened yet.
    pub(crate) fn new(
        environment: Environment,
        library: PathBuf,
        json: bool,
        colours: bool,
    ) -> Self {
        Self {
            environment,
            library,
            json,
            colours,
            time_zone: TimeZone::system(),
            app: OnceCell::new(),
            caller: Caller::command_line(),
        }
    }

    /// Returns the library file, which need not exist.
    pub(crate) fn library(&self) -> &Path {
        &self.library
    }

    /// Returns who asks.
    pub(crate) fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Says whether the answer is JSON.
    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    /// Returns the open library, for a command that is over in a moment.
    pub(crate) fn app(&self) -> Result<&App, CliError> {
        if let Some(app) = self.app.get() {
            return Ok(app);
        }
        let app = self.open(Create::Never, FirstContent::Empty, Background::Off)?;
        Ok(self.app.get_or_init(|| app))
    }

    /// Opens the library, or makes it.
    pub(crate) fn open(
        &self,
        create: Create,
        first: FirstContent,
        background: Background,
    ) -> Result<App, CliError> {
        let path = &self.library;
        // In doubt it is there: then opening it says what is wrong.
        if create == Create::Never && path.try_exists().is_ok_and(|exists| !exists) {
            return Err(CliError::not_possible(
                format!("there is no library at {}", path.display()),
                "`lh init` makes one there; --library or LONGHAND_LIBRARY names another.",
            ));
        }
        let options = AppOptions {
            library: path.clone(),
            create,
            first,
            background,
            time_zone: self.time_zone.clone(),
        };
        longhand_api::open(options).map_err(CliError::from)
    }

    /// Runs a command of the API.
    pub(crate) fn call<C: Command>(&self, request: C::Request) -> Result<C::Output, CliError> {
        Ok(call::<C>(self.app()?, &self.caller, request)?)
    }

    /// Gives the answer: as JSON if that was asked for, else as `view` writes it.
    pub(crate) fn answer<T: Serialize>(
        &self,
        value: &T,
        view: impl FnOnce(&mut Screen<'_>) -> io::Result<()>,
    ) -> Result<(), CliError> {
        if self.json {
            return self.answer_json(value);
        }
        let mut out = BufWriter::new(io::stdout().lock());
        let mut screen = Screen::new(&mut out, self.colours, self.environment.columns);
        view(&mut screen)
            .and_then(|()| out.flush())
            .map_err(CliError::Output)
    }

    /// Gives the answer as JSON.
    pub(crate) fn answer_json<T: Serialize>(&self, value: &T) -> Result<(), CliError> {
        let json = serde_json::to_string_pretty(value)
            .map_err(|error| CliError::Internal(error.to_string()))?;
        let mut out = io::stdout().lock();
        writeln!(out, "{json}")
            .and_then(|()| out.flush())
            .map_err(CliError::Output)
    }

    /// Gives bytes as they are.
    pub(crate) fn answer_bytes(&self, bytes: &[u8]) -> Result<(), CliError> {
        let mut out = io::stdout().lock();
        out.write_all(bytes)
            .and_then(|()| out.flush())
            .map_err(CliError::Output)
    }

    /// Gives a text as it is; on a terminal without what would control it.
    pub(crate) fn answer_text(&self, text: &str) -> Result<(), CliError> {
        if !self.environment.stdout_is_terminal {
            return self.answer_bytes(text.as_bytes());
        }
        let line_break = if text.is_empty() || text.ends_with('\n') {
            ""
        } else {
            "\n"
        };
        let text = crate::screen::harmless(&text.replace("\r\n", "\n"));
        self.answer_bytes(format!("{text}{line_break}").as_bytes())
    }

    /// Tells a person something that is not the answer.
    pub(crate) fn note(&self, text: &str) {
        // Nobody reads standard error any more: nothing is lost.
        let _nobody = writeln!(io::stderr(), "{}", crate::screen::harmless(text));
    }

    /// Shows how far something is, on one line of a terminal that the next call writes over.
    pub(crate) fn progress(&self, text: &str) {
        if self.environment.stderr_is_terminal {
            let columns = terminal_size::terminal_size_of(io::stderr())
                .map_or(80, |(width, _)| usize::from(width.0));
            let text = crate::screen::cut(&crate::screen::harmless(text), columns - 1);
            let _nobody = write!(io::stderr(), "\r\u{1b}[K{text}");
        }
    }

    /// Ends the line of [`Lh::progress`].
    pub(crate) fn progress_done(&self) {
        if self.environment.stderr_is_terminal {
            let _nobody = write!(io::stderr(), "\r\u{1b}[K");
        }
    }

    /// Asks a question before something that cannot be undone; `--yes` answers it.
    pub(crate) fn confirm(&self, yes: bool, question: &str) -> Result<(), CliError> {
        if yes {
            return Ok(());
        }
        if !self.environment.stdin_is_terminal {
            return Err(CliError::usage(
                format!("{question} Nobody is there to ask."),
                "Add --yes.",
            ));
        }
        let _nobody = write!(io::stderr(), "{question} [y/N] ");
        let mut answer = String::new();
        let read = io::stdin().read_line(&mut answer);
        if read.is_ok() && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes") {
            Ok(())
        } else {
            Err(CliError::not_possible("nothing was done", ""))
        }
    }

    /// Reads a text from a file, or from standard input for `-`.
    pub(crate) fn read_text(&self, path: &Path) -> Result<String, CliError> {
        let (bytes, name) = if path.as_os_str() == "-" {
            if self.environment.stdin_is_terminal {
                self.note("Reading the text from the terminal; Ctrl-D ends it.");
            }
            let mut bytes = Vec::new();
            let read = io::stdin().lock().read_to_end(&mut bytes);
            let name = PathBuf::from("standard input");
            read.map_err(|error| CliError::reading(&name, error))?;
            (bytes, name)
        } else {
            let bytes = std::fs::read(path).map_err(|error| CliError::reading(path, error))?;
            (bytes, path.to_owned())
        };
        String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            let problem = format!("it is not UTF-8 (byte {at})");
            CliError::reading(&name, io::Error::new(io::ErrorKind::InvalidData, problem))
        })
    }

    /// Writes a time as people here read it.
    pub(crate) fn time(&self, time: Timestamp) -> String {
        self.written(time, "%Y-%m-%d %H:%M")
    }

    /// Writes the date of a time as people here read it.
    pub(crate) fn date(&self, time: Timestamp) -> String {
        self.written(time, "%Y-%m-%d")
    }

    fn written(&self, time: Timestamp, format: &str) -> String {
        jiff::Timestamp::from_millisecond(time.as_millis()).map_or_else(
            |_out_of_range| time.to_string(),
            |time| {
                time.to_zoned(self.time_zone.clone())
                    .strftime(format)
                    .to_string()
            },
        )
    }
}
