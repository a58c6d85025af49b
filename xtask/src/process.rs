//! Starting other programs: echoed before they run, and a failure names the whole command.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, ExitStatus, Stdio};

use crate::failure::Failure;

/// Runs a command with the terminal as its own.
pub(crate) fn run(command: &mut Command) -> Result<(), Failure> {
    let line = echo(command);
    let status = command
        .status()
        .map_err(Failure::during(format!("starting `{line}`")))?;
    demand(&line, status)
}

/// Ends this task by becoming the command, so that a signal meant for the program reaches it.
#[cfg(unix)]
pub(crate) fn hand_over_to(command: &mut Command) -> Result<(), Failure> {
    use std::os::unix::process::CommandExt;
    let line = echo(command);
    let error = command.exec();
    Err(Failure::during(format!("starting `{line}`"))(error))
}

/// Ends this task with the command: this system cannot put one program in another's place.
#[cfg(not(unix))]
pub(crate) fn hand_over_to(command: &mut Command) -> Result<(), Failure> {
    run(command)
}

/// Runs a command and returns what it printed.
pub(crate) fn output(command: &mut Command) -> Result<String, Failure> {
    let line = describe(command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(Failure::during(format!("starting `{line}`")))?;
    if !output.status.success() {
        eprint!("{}", String::from_utf8_lossy(&output.stderr));
    }
    demand(&line, output.status)?;
    String::from_utf8(output.stdout)
        .map_err(Failure::during(format!("reading the output of `{line}`")))
}

/// Runs a command, shows what it prints to standard output as it comes and hands each line to
/// `read`. Returns whether the command succeeded.
pub(crate) fn watch(command: &mut Command, mut read: impl FnMut(&str)) -> Result<bool, Failure> {
    let line = echo(command);
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .map_err(Failure::during(format!("starting `{line}`")))?;
    if let Some(pipe) = child.stdout.take() {
        let mut pipe = BufReader::new(pipe);
        let mut bytes = Vec::new();
        while pipe
            .read_until(b'\n', &mut bytes)
            .map_err(Failure::during(format!("reading from `{line}`")))?
            > 0
        {
            // A closed terminal must not stop the run that is being watched.
            drop(std::io::stdout().write_all(&bytes));
            read(&plain(&String::from_utf8_lossy(&bytes)));
            bytes.clear();
        }
    }
    let status = child
        .wait()
        .map_err(Failure::during(format!("waiting for `{line}`")))?;
    Ok(status.success())
}

fn demand(line: &str, status: ExitStatus) -> Result<(), Failure> {
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!("`{line}` failed ({status})")))
    }
}

fn echo(command: &Command) -> String {
    let line = describe(command);
    println!("\n$ {line}");
    line
}

fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The line without the colours a terminal would show.
fn plain(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut characters = line.trim_end().chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            characters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            text.push(character);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn colours_are_removed_from_a_line() {
        assert_eq!(
            plain("\u{1b}[32m\u{1b}[1m Tests \u{1b}[22m 12 passed\u{1b}[39m\n"),
            " Tests  12 passed"
        );
        assert_eq!(plain("plain\r\n"), "plain");
    }
}
