namespace ClaudeUsage.CommandLine;

/// <summary>What <c>--help</c> prints; at most 80 columns.</summary>
internal static class HelpText
{
    public const string Text = """
        ClaudeUsage: what Claude Code sessions used and cost, from their transcripts.

        Usage: ClaudeUsage [path…] [options]
        In the repository: dotnet run --project samples/ClaudeUsage -- [path…] [options]

        Paths are transcript files or folders of them, and limit the output to what
        is in them. Without paths it reads the folders in which Claude Code keeps
        transcripts on this machine, or a demo set if there are none. What was read
        is kept in a database, so the next run reads only what is new, and usage
        stays known after Claude Code has deleted old transcripts.

        Options:
          --since DATE      from this day on, such as 2026-09-01 (UTC)
          --until DATE      up to and including this day
          --by WHAT         day, model, project, session or all (default), or
                            several with commas between; named tables are never cut
          --report FORMAT   write a report: html, pdf, xlsx, md, csv or json
          -o, --output FILE where to write it (claude-usage.<format>); a file that
                            is there is replaced
          --blocks          billing blocks of five hours: burn rate, projection
          --compare         the time from --since to --until (the last seven days)
                            against as long a time before it
          --watch           today's usage (or that from --since on), kept up to date
                            while transcripts grow, until Ctrl+C
          --json            one JSON object on standard output and nothing else
          --demo            show the demo set
          --database FILE   keep what was read here, not in the user's data folder
          --user NAME       store new usage under this user
          --prices FILE     prices that go before the built-in ones, as JSON in the
                            LiteLLM format (model → input_cost_per_token, …)
          --mode MODE       auto: the cost a transcript reports, else one computed
                            from tokens (default); calculate: always computed;
                            display: reported ones only
          --no-color        plain text, as in a pipe (also: variable NO_COLOR)
          -h, --help        this text

        Examples:
          ClaudeUsage                                 everything on this machine
          ClaudeUsage --since 2026-09-01 --by day     this month, day by day
          ClaudeUsage ~/.claude/projects/-home-me-shop --by session,model
          ClaudeUsage --report html -o usage.html     a page to read and share
          ClaudeUsage --watch                         what runs now
          ClaudeUsage --json | jq .totals.cost

        Costs are estimates from list prices, not a bill. Days are in UTC.
        Exit codes: 0 done, 1 failed, 2 wrong arguments, 130 cancelled.
        """;
}
