using Shannon.Analytics.Pipelines.Persistence;
using Shannon.Analytics.Pipelines.Running;

namespace Shannon.Analytics.Pipelines.Optimizing;

/// <summary>Finds what would make a pipeline quicker in what it did so far. Says nothing that was not measured on enough records.</summary>
internal sealed class PipelineOptimizer
{
    private const int LeastRecords = 1_000;
    private const int LeastBatches = 10;
    private const double LeastGain = 0.01;
    private const double LeastSlowShare = 0.5;

    // A batch is large enough when its fixed cost is a tenth of its time.
    private const double FixedShare = 0.1;
    private const int LargestBatch = 10_000;

    private readonly PipelineDefinition _definition;
    private readonly StageTally[] _tallies;
    private readonly double _busy;

    internal PipelineOptimizer(PipelineDefinition definition, PipelineTotals totals)
    {
        _definition = definition;
        _tallies = [.. definition.Stages.Select(stage => totals.TallyOf(stage.Name))];

        // A collector's time is that of its source.
        _busy = definition.Stages.Zip(_tallies).Where(pair => pair.First is not CollectorStage).Sum(pair => pair.Second.BusyMicros);
    }

    /// <summary>The suggestions, the most useful first.</summary>
    internal IReadOnlyList<PipelineSuggestion> Suggest() => _busy <= 0
        ? []
        : [.. Enumerable.Range(0, _tallies.Length).SelectMany(SuggestFor).Where(suggestion => suggestion.EstimatedGain >= LeastGain || suggestion.Kind == PipelineSuggestionKind.UselessStage).OrderByDescending(suggestion => suggestion.EstimatedGain)];

    private IEnumerable<PipelineSuggestion> SuggestFor(int index)
    {
        StageDefinition stage = _definition.Stages[index];
        StageTally tally = _tallies[index];
        if (stage is CollectorStage || tally.Counts.In < LeastRecords)
        {
            return [];
        }

        return ((PipelineSuggestion?[])[Useless(stage, tally), BatchSize(stage, tally), Order(stage, tally, index), Slow(stage, tally)]).OfType<PipelineSuggestion>();
    }

    private double Share(StageTally tally) => tally.BusyMicros / _busy;

    private PipelineSuggestion? Useless(StageDefinition stage, StageTally tally)
    {
        // A validator guards, and custom stages may work elsewhere: neither is useless for changing nothing.
        bool couldBe = stage is EnricherStage or TransformerStage or FilterStage or SamplerStage;
        if (!couldBe || tally.Counts.Changed + tally.Counts.Dropped + tally.Counts.Errors > 0 || _definition.Stages.Count == 1)
        {
            return null;
        }

        return new PipelineSuggestion
        {
            Kind = PipelineSuggestionKind.UselessStage,
            Stage = stage.Name,
            Suggestion = $"Remove the {stage.Type} '{stage.Name}'.",
            Reason = FormattableString.Invariant($"It neither changed nor dropped one of {tally.Counts.In} records."),
            EstimatedGain = Share(tally),
            Patch = IsTarget(stage.Name) ? null : new PipelinePatch { Kind = PipelinePatchKind.Remove, Stage = stage.Name },
        };
    }

    // By the least squares line over batches: microseconds = fixed + each × records.
    private PipelineSuggestion? BatchSize(StageDefinition stage, StageTally tally)
    {
        if (stage is not StorageStage storage || tally.Batches < LeastBatches)
        {
            return null;
        }

        double mean = tally.TimedRecords / tally.Batches;
        double variance = (tally.SquaredRecords / tally.Batches) - (mean * mean);
        double covariance = (tally.RecordMicros / tally.Batches) - (mean * tally.BusyMicros / tally.Batches);

        // Batches that are all alike do not tell the fixed cost from that of each record.
        if (variance < 0.01 * mean * mean)
        {
            return null;
        }

        double each = Math.Max(covariance / variance, 1e-3);
        double once = (tally.BusyMicros / tally.Batches) - (each * mean);
        double wanted = Math.Min(LargestBatch, Math.Round(once * (1 - FixedShare) / (FixedShare * each) / 100) * 100);
        if (once <= 0 || wanted < mean * 1.5)
        {
            return null;
        }

        double gain = ((once / mean) - (once / wanted)) / ((once / mean) + each) * Share(tally);
        StageDefinition batching = _definition.Stages[0] is CollectorStage collector && collector.BatchSize < wanted ? collector : storage;
        StageDefinition patched = batching is CollectorStage small ? small with { BatchSize = (int)wanted } : storage with { BatchSize = (int)Math.Max(wanted, storage.BatchSize) };
        if (batching == patched)
        {
            return null;
        }

        return new PipelineSuggestion
        {
            Kind = PipelineSuggestionKind.BatchSize,
            Stage = batching.Name,
            Suggestion = FormattableString.Invariant($"Let the {batching.Type} '{batching.Name}' make batches of {(int)wanted}."),
            Reason = FormattableString.Invariant($"A commit of '{stage.Name}' took {once:F0} µs and {each:F2} µs for each record; with {mean:F0} records on average the fixed part is {once / (once + (each * mean)):P0} of it."),
            EstimatedGain = gain,
            Patch = new PipelinePatch { Kind = PipelinePatchKind.Replace, Stage = batching.Name, Replacement = patched },
        };
    }

    // What drops records should stand before what works on them; but only stages that cannot tell the difference may change places.
    private PipelineSuggestion? Order(StageDefinition stage, StageTally tally, int index)
    {
        bool isFree = stage is SamplerStage or FilterStage { Match.IsAboutFixedFields: true };
        double dropped = (double)tally.Counts.Dropped / tally.Counts.In;
        int before = index;
        while (isFree && before > 0 && _definition.Stages[before - 1] is EnricherStage or TransformerStage)
        {
            before--;
        }

        if (before == index || dropped <= 0 || IsTarget(stage.Name) || _definition.Stages.Skip(before).Take(index - before).Any(passed => IsTarget(passed.Name)))
        {
            return null;
        }

        double saved = _tallies[before..index].Sum(passed => passed.BusyMicros) * dropped;
        return new PipelineSuggestion
        {
            Kind = PipelineSuggestionKind.Order,
            Stage = stage.Name,
            Suggestion = $"Move the {stage.Type} '{stage.Name}' before '{_definition.Stages[before].Name}'.",
            Reason = FormattableString.Invariant($"It drops {dropped:P0} of what {index - before} {(index - before == 1 ? "stage" : "stages")} before it worked on, and decides by nothing that they change."),
            EstimatedGain = saved / _busy,
            Patch = new PipelinePatch { Kind = PipelinePatchKind.Move, Stage = stage.Name, Before = _definition.Stages[before].Name },
        };
    }

    private PipelineSuggestion? Slow(StageDefinition stage, StageTally tally)
    {
        double second = _definition.Stages.Zip(_tallies).Where(pair => pair.First is not CollectorStage && pair.First != stage).Max(pair => (double?)pair.Second.BusyMicros) ?? 0;
        if (Share(tally) < LeastSlowShare || second <= 0 || tally.BusyMicros < 2 * second)
        {
            return null;
        }

        return new PipelineSuggestion
        {
            Kind = PipelineSuggestionKind.SlowStage,
            Stage = stage.Name,
            Suggestion = $"Look at the {stage.Type} '{stage.Name}': all other stages wait for it.",
            Reason = FormattableString.Invariant($"It took {Share(tally):P0} of the working time, {tally.BusyMicros / tally.TimedRecords:F2} µs for each record; the next slowest stage took {second / _busy:P0}. The gain is what making it as quick as that one would save."),
            EstimatedGain = (tally.BusyMicros - second) / _busy,
        };
    }

    private bool IsTarget(string name) => _definition.Stages.OfType<RouterStage>().SelectMany(router => router.Routes).Any(route => route.To == name);
}
