//! How a command and the list of commands are written down.

/// Declares a command: its sentence, its name, what it needs, how far it reaches, and what it does. Behind
/// `propose` stands what it does for a key that may only propose; without it such a key is refused.
macro_rules! command {
    (
        #[doc = $summary:literal]
        $(#[doc = $more:literal])*
        $name:ident: $id:literal, $access:ident, $reach:ident,
        $request:ty => $output:ty,
        $run:expr
        $(, propose $propose:expr)?
    ) => {
        #[doc = $summary]
        $(#[doc = $more])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name;

        impl $crate::command::Command for $name {
            type Request = $request;
            type Output = $output;
            const NAME: &'static str = $id;
            const SUMMARY: &'static str = $summary;
            const ACCESS: longhand_model::Access = longhand_model::Access::$access;
            const REACH: $crate::command::Reach = $crate::command::Reach::$reach;
            $(const PROPOSE: Option<$crate::command::Propose<Self::Request>> = Some($propose);)?

            fn run(
                request: Self::Request,
                app: &longhand_core::App,
                caller: &longhand_core::Caller,
            ) -> Result<Self::Output, longhand_core::CoreError> {
                let run: fn(
                    Self::Request,
                    &longhand_core::App,
                    &longhand_core::Caller,
                ) -> Result<Self::Output, longhand_core::CoreError> = $run;
                run(request, app, caller)
            }
        }
    };
}

/// Lists the commands: what is not in this list does not exist for any host.
macro_rules! commands {
    ($($module:ident::$name:ident),* $(,)?) => {
        /// All commands, grouped by noun.
        pub static COMMANDS: &[$crate::command::CommandInfo] = &[
            $($crate::command::CommandInfo::of::<$module::$name>(),)*
        ];
    };
}
