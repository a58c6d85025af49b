//! Callouts: GitHub's alerts and Obsidian's typed quotes, folding ones too.

use std::fmt::{self, Write};

use comrak::html::{ChildRendering, Context};
use comrak::nodes::{CalloutFold, Node, NodeAlert, NodeCallout, NodeValue};

use super::format::{State, Step, attribute};

/// Writes an alert (`> [!NOTE]`).
pub(super) fn alert(
    context: &mut Context<'_, '_, State<'_>>,
    alert: &NodeAlert,
    entering: bool,
) -> Step {
    let kind = alert.alert_type.default_title();
    frame(
        context,
        &kind.to_ascii_lowercase(),
        CalloutFold::None,
        entering,
    )?;
    if entering {
        title(
            context,
            CalloutFold::None,
            alert.title.as_deref().unwrap_or(kind),
        )?;
    }
    Ok(ChildRendering::HTML)
}

/// Writes a callout (`> [!any]- Title`).
pub(super) fn callout(
    context: &mut Context<'_, '_, State<'_>>,
    node: Node<'_>,
    data: &NodeCallout,
    entering: bool,
) -> Step {
    frame(context, &data.callout_type, data.fold, entering)?;
    let first = node.first_child();
    let titled = first.is_some_and(|child| matches!(child.data().value, NodeValue::CalloutTitle));
    if entering && !titled {
        title(context, data.fold, &data.default_title())?;
    }
    Ok(ChildRendering::HTML)
}

/// Writes the tags around the title that a callout gives itself.
pub(super) fn own_title(
    context: &mut Context<'_, '_, State<'_>>,
    node: Node<'_>,
    entering: bool,
) -> Step {
    let fold = node.parent().map_or(CalloutFold::None, |parent| {
        if let NodeValue::Callout(data) = &parent.data().value {
            data.fold
        } else {
            CalloutFold::None
        }
    });
    let tag = title_tag(fold);
    if entering {
        write!(context, "<{tag} class=\"markdown-alert-title\">")?;
    } else {
        writeln!(context, "</{tag}>")?;
    }
    Ok(ChildRendering::HTML)
}

fn frame(
    context: &mut Context<'_, '_, State<'_>>,
    kind: &str,
    fold: CalloutFold,
    entering: bool,
) -> fmt::Result {
    let tag = match fold {
        CalloutFold::None => "div",
        CalloutFold::Expanded | CalloutFold::Collapsed => "details",
    };
    context.cr()?;
    if !entering {
        return writeln!(context, "</{tag}>");
    }
    write!(context, "<{tag} class=\"markdown-alert markdown-alert-")?;
    context.escape(kind)?;
    context.write_str("\"")?;
    attribute(context, "data-alert", kind)?;
    context.write_str(match fold {
        CalloutFold::Expanded => " open=\"\">\n",
        CalloutFold::None | CalloutFold::Collapsed => ">\n",
    })
}

fn title_tag(fold: CalloutFold) -> &'static str {
    match fold {
        CalloutFold::None => "p",
        CalloutFold::Expanded | CalloutFold::Collapsed => "summary",
    }
}

fn title(context: &mut Context<'_, '_, State<'_>>, fold: CalloutFold, text: &str) -> fmt::Result {
    let tag = title_tag(fold);
    write!(context, "<{tag} class=\"markdown-alert-title\">")?;
    context.escape(text)?;
    writeln!(context, "</{tag}>")
}
