//! What has to be right before a web view starts: the rendering path, and that there is a desktop.
//!
//! Only Linux needs any of it; the web views of the other systems need no care.

/// Why no window can be opened, for the person who started the program in a terminal.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    #[error(
        "There is no display to open a window on. `lh serve` shows the same interface in a browser, \
         and `lh --help` lists what the command line can do."
    )]
    NoDisplay,
}

/// Makes sure that a window can be opened, restarting the program once if that takes a variable.
///
/// # Errors
/// There is no display.
#[cfg(target_os = "linux")]
pub(crate) fn prepare() -> Result<(), Refusal> {
    choose_rendering();
    // Asked here: deep inside the event loop, the same answer is a panic.
    if gtk::init().is_err() {
        return Err(Refusal::NoDisplay);
    }
    Ok(())
}

#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "Linux can refuse")]
pub(crate) fn prepare() -> Result<(), Refusal> {
    Ok(())
}

/// Turns off the rendering path of WebKitGTK that shows blank windows with some drivers.
///
/// The switch is a variable that the web view's processes inherit, and setting one in a running
/// process is not safe. So the program replaces itself, before it has a thread, a window or a file.
/// Whoever set the variable, to any value, keeps it.
#[cfg(target_os = "linux")]
#[expect(
    clippy::disallowed_methods,
    reason = "it starts no other program: it becomes itself, with one variable more"
)]
fn choose_rendering() {
    use std::os::unix::process::CommandExt;

    const SWITCH: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if std::env::var_os(SWITCH).is_some() {
        return;
    }
    let mut words = std::env::args_os();
    let name = words.next().unwrap_or_else(|| "longhand".into());
    let mut command = std::process::Command::new("/proc/self/exe");
    // Returns only when it failed, and then the window may still be fine.
    let error = command.arg0(name).args(words).env(SWITCH, "1").exec();
    tracing::warn!(%error, "the safe way of drawing could not be chosen");
}
