using Shannon.Analytics.CrashHost;

// A process made to be killed: it writes, and says what was acknowledged; or it checks what is left.
return args switch
{
    ["write", var path, var ledger, var seed, .. var rest] => await WriteCommand.RunAsync(path, ledger, ulong.Parse(seed, null), WriteSettings.Parse(rest)),
    ["verify", var path, .. var ledgers] when ledgers.Length > 0 => await VerifyCommand.RunAsync(path, ledgers),
    ["powercut", var journal, var path, var ledger, var seed, var cuts, .. var rest] => await PowerCutCommand.RunAsync(journal, path, ledger, ulong.Parse(seed, null), int.Parse(cuts, null), rest is ["--ignore-syncs"]),
    ["open", var path, var gate] => await OpenCommand.RunAsync(path, gate),
    ["audit", var path, var gate, var count] => await AuditCommand.RunAsync(path, gate, int.Parse(count, null)),
    ["serve", var path] => await ServeCommand.RunAsync(path),
    ["budget", var path, var amount] => await BudgetCommand.RunAsync(path, decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture)),
    ["golden", var path] => await GoldenCommand.RunAsync(path),
    _ => Usage.Print(),
};
