using System.Text.Json;

namespace Shannon.Analytics.CrashHost.Verification;

/// <summary>What a verification found.</summary>
internal sealed record VerifyReport
{
    private static readonly JsonSerializerOptions Snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public bool Ok => ProblemCount == 0;

    public double OpenMs { get; init; }

    public long Records { get; init; }

    public int AckedBatches { get; init; }

    public long AckedRecords { get; init; }

    /// <summary>Batches that nobody was told about, yet are there: allowed, as long as they are whole.</summary>
    public int UnackedWhole { get; init; }

    public int FailedBatches { get; init; }

    public int ProblemCount { get; init; }

    /// <summary>The first few problems, in words.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    public string ToJson() => JsonSerializer.Serialize(this, Snake);

    public override string ToString() => ToJson();
}
