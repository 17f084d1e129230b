using Shannon.Analytics.ClaudeCode.Recording;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.ClaudeCode.Ledger;

/// <summary>
/// Makes one record of what several sources say of one thing. Time, session and attributes come from the best copy; each figure from the source that
/// the plan prefers. The outcome depends on the set of copies alone: the best copy is the one of the highest rank; per source the figures are those of its best
/// copy or the largest; the rest is computed of these. Thread-safe.
/// </summary>
internal class LedgerMerger(LedgerPlan plan) : IRecordMerger
{
    private static readonly string[] Written = [RecordSourceNames.Sources, RecordSourceNames.FigureSources, RecordSourceNames.Differences, TranscriptAttributeNames.Quality];

    internal LedgerPlan Plan => plan;

    public RawMetric? Merge(RawMetric first, RawMetric second)
    {
        if (!AreOne(first, second))
        {
            return null;
        }

        var (better, other) = IsBetter(first, second) ? (first, second) : (second, first);
        var figures = SourceFigures.Join(SourceFigures.Read(better, plan), SourceFigures.Read(other, plan));
        var merged = new RawMetric(better.Category, better.Name)
        {
            Timestamp = better.Timestamp,
            SessionId = better.SessionId,
            UserId = Later(better.UserId, other.UserId),
            Project = better.Project,
            Model = better.Model,
            Key = better.Key,
        };
        CopyAttributes(better, other, merged);
        WriteFigures(figures, merged);
        return Finish(figures, better, other, merged);
    }

    public bool Covers(long heldRank, long rank) => plan.Covers(heldRank, rank);

    /// <summary>Adds what is computed of the figures, and what each source says.</summary>
    private protected virtual RawMetric Finish(SourceFigures figures, RawMetric better, RawMetric other, RawMetric merged)
    {
        figures.WriteSources(merged, null);
        return merged;
    }

    /// <summary>Attributes of the better copy that are not taken over as they are.</summary>
    private protected virtual bool IsComputed(string attribute) => false;

    private protected static string? TextOf(RawMetric record, string attribute) => record.Attributes.TryGetValue(attribute, out AttributeValue value) ? value.Text : null;

    private protected static void SetIfAny(RawMetric record, string attribute, string? value)
    {
        if (value is not null)
        {
            record.Attributes[attribute] = value;
        }
    }

    private protected static string? Later(string? a, string? b) => string.CompareOrdinal(a, b) >= 0 ? a : b;

    // Copies that know the thing's own id have the same key; one that knows only the request may be a copy of any.
    private bool AreOne(RawMetric first, RawMetric second)
    {
        string a = first.Key!.Value.Value, b = second.Key!.Value.Value;
        return string.Equals(a, b, StringComparison.Ordinal) || (plan.StandInKey is { } kind && (KeyWriter.IsOf(a, kind) || KeyWriter.IsOf(b, kind)));
    }

    private static bool IsBetter(RawMetric first, RawMetric second)
    {
        long a = first.Key!.Value.Rank, b = second.Key!.Value.Rank;
        if (a != b)
        {
            return a > b;
        }

        // Different copies of one rank: any fixed order will do.
        int order = Nullable.Compare(second.Timestamp, first.Timestamp);
        order = order != 0 ? order : string.CompareOrdinal(first.SessionId, second.SessionId);
        order = order != 0 ? order : string.CompareOrdinal(first.Project, second.Project);
        return order >= 0;
    }

    private void CopyAttributes(RawMetric better, RawMetric other, RawMetric merged)
    {
        foreach (var (name, value) in better.Attributes)
        {
            if (Array.IndexOf(Written, name) < 0 && Array.IndexOf(plan.TelemetryAttributes, name) < 0 && !IsComputed(name) && !Array.Exists(plan.Figures, figure => figure.IsTruth && figure.Name == name))
            {
                merged.Attributes[name] = value;
            }
        }

        foreach (string name in plan.TelemetryAttributes)
        {
            SetIfAny(merged, name, Later(TextOf(better, name), TextOf(other, name)));
        }

        // Measured by one of the sources is measured.
        SetIfAny(merged, TranscriptAttributeNames.Quality, Later(TextOf(better, TranscriptAttributeNames.Quality), TextOf(other, TranscriptAttributeNames.Quality)));
    }

    private void WriteFigures(SourceFigures figures, RawMetric merged)
    {
        for (int i = 0; i < plan.Figures.Length; i++)
        {
            Figure figure = plan.Figures[i];
            if (figure.Name == LedgerPlan.Cost || figures.Best(i) is not { } value)
            {
                continue;
            }

            if (figure.IsTruth)
            {
                merged.Attributes[figure.Name] = value != 0;
            }
            else
            {
                merged.Measurements[figure.Name] = value;
            }
        }
    }
}
