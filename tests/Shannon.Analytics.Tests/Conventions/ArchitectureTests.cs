using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace Shannon.Analytics.Tests.Conventions;

/// <summary>
/// The rooms of the library and the arrows between them, read from the compiled code: dependencies point down, sideways only where listed.
/// A namespace that no room claims fails, so that every new folder takes its place knowingly.
/// </summary>
public class ArchitectureTests
{
    private const string Root = "Shannon.Analytics";

    private static readonly Dictionary<string, int> Levels = new()
    {
        ["Internals"] = 0,
        ["Metrics"] = 1,
        ["Diagnostics"] = 1,
        ["Storage"] = 2,
        ["Collection"] = 3,
        ["Sessions"] = 3,
        ["Aggregation"] = 3,
        ["Reporting"] = 3,
        ["Pricing"] = 3,
        ["Resources"] = 3,
        ["Realtime"] = 3,
        ["Alerting"] = 3,
        ["Dashboards"] = 3,
        ["Pipelines"] = 3,
        ["Integrations"] = 3,
        ["Privacy"] = 3,
        [string.Empty] = 4,
    };

    private static readonly HashSet<(string From, string To)> Sideways =
    [
        ("Metrics", "Diagnostics"),
        ("Reporting", "Aggregation"), ("Reporting", "Pricing"),
        ("Alerting", "Realtime"), ("Alerting", "Aggregation"),
        ("Dashboards", "Realtime"), ("Dashboards", "Aggregation"),
        ("Pipelines", "Collection"), ("Pipelines", "Pricing"),
        ("Integrations", "Reporting"),
        ("Sessions", "Pricing"),
    ];

    private static readonly Architecture Code = new ArchLoader().LoadAssemblies(typeof(AnalyticsEngine).Assembly).Build();

    /// <summary>Every use of one type of ours by another, and every use of a foreign type.</summary>
    private static readonly (string From, string To, string Use)[] Uses =
    [
        .. Code.Types.Where(type => IsOurs(type.Namespace.FullName))
            .SelectMany(type => type.Dependencies.Where(dependency => dependency.Target is not GenericParameter).Select(dependency => (type.Namespace.FullName, dependency.Target.Namespace.FullName, $"{type.FullName} -> {dependency.Target.FullName}")))
            .Distinct(),
    ];

    [Fact]
    public void Uses_AreReallyRead()
    {
        // The rules below would hold for an empty list as well.
        Assert.Contains(Uses, use => use.Use == "Shannon.Analytics.Storage.Sqlite.SqliteStore -> Shannon.Analytics.Storage.Sqlite.JournalWriter");
        Assert.Contains(Uses, use => use is { From: "Shannon.Analytics", To: "Shannon.Analytics.Storage.Sqlite" });
        Assert.Contains(Uses, use => use is { From: "Shannon.Analytics.Storage.Blocks", To: "Shannon.Analytics.Internals.Codecs" });
        Assert.Contains(Uses, use => use.Use.EndsWith("Microsoft.Data.Sqlite.SqliteConnection", StringComparison.Ordinal));
        Assert.True(Uses.Length > 1000);
    }

    [Fact]
    public void EveryNamespace_BelongsToARoom() =>
        Assert.All(Code.Types.Select(type => type.Namespace.FullName).Where(IsOurs).Distinct(), name => Assert.Contains(RoomOf(name), Levels.Keys));

    [Fact]
    public void Dependencies_PointDown_AndSidewaysOnlyWhereListed()
    {
        string[] wrong =
        [
            .. Uses.Where(use => IsOurs(use.To))
                .Where(use => RoomOf(use.From) is var from && RoomOf(use.To) is var to && from != to && Levels[to] >= Levels[from] && !Sideways.Contains((from, to)))
                .Select(use => use.Use),
        ];
        Offenders.None(wrong);
    }

    [Fact]
    public void Sideways_IsAcyclic()
    {
        HashSet<string> done = [];
        List<(string From, string To)> left = [.. Sideways];
        while (left.Find(arrow => !left.Exists(other => other.From == arrow.To)) is { From: not null } leaf)
        {
            done.Add(leaf.To);
            left.Remove(leaf);
        }

        Assert.Empty(left);
        Assert.All(Sideways, arrow => Assert.Equal(Levels[arrow.From], Levels[arrow.To]));
    }

    [Fact]
    public void Storage_KnowsNothingOfItsImplementation_NorBlocksOfSqlite()
    {
        Offenders.None(Between($"{Root}.Storage", $"{Root}.Storage.Sqlite"));
        Offenders.None(Between($"{Root}.Storage", $"{Root}.Storage.Blocks"));
        Offenders.None(Between($"{Root}.Storage.Blocks", $"{Root}.Storage.Sqlite"));
    }

    [Fact]
    public void Features_NeverReferenceTheEmbeddedStore() =>
        Offenders.None(Uses.Where(use => IsOurs(use.From) && Levels[RoomOf(use.From)] == 3 && (use.To.StartsWith($"{Root}.Storage.Sqlite", StringComparison.Ordinal) || use.To.StartsWith($"{Root}.Storage.Blocks", StringComparison.Ordinal))).Select(use => use.Use));

    [Fact]
    public void Sqlite_StaysInItsRoom() =>
        Offenders.None(Uses.Where(use => use.From != $"{Root}.Storage.Sqlite" && (use.To is "Microsoft.Data.Sqlite" or "SQLitePCL" or "Dapper")).Select(use => use.Use));

    [Fact]
    public void Internals_HaveNoClockNoLoggingAndNoFiles()
    {
        string[] forbidden = ["System.TimeProvider", "System.DateTime", "System.DateTimeOffset", "System.Diagnostics.Stopwatch", "System.IO.File", "System.IO.FileStream", "System.IO.Directory"];
        Offenders.None(Uses.Where(use => RoomOf(use.From) == "Internals" && IsOurs(use.From))
            .Where(use => use.To.StartsWith("Microsoft.Extensions", StringComparison.Ordinal) || forbidden.Any(name => use.Use.EndsWith("-> " + name, StringComparison.Ordinal)))
            .Select(use => use.Use));
    }

    private static IEnumerable<string> Between(string from, string to) => Uses.Where(use => use.From == from && use.To == to).Select(use => use.Use);

    private static bool IsOurs(string name) => name == Root || name.StartsWith(Root + ".", StringComparison.Ordinal);

    private static string RoomOf(string name) => name == Root ? string.Empty : name[(Root.Length + 1)..].Split('.')[0];
}
