namespace Shannon.Analytics.Tests.Conventions;

/// <summary>Fails with every offender in full, so that the message alone tells what to mend.</summary>
internal static class Offenders
{
    public static void None(IEnumerable<string?> offenders)
    {
        string[] all = [.. offenders.Select(offender => offender ?? string.Empty).Order(StringComparer.Ordinal)];
        Assert.True(all.Length == 0, string.Join(Environment.NewLine, all));
    }
}
