using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pipelines;

namespace Shannon.Analytics.Tests.Pipelines;

/// <summary>A custom stage that does what a test says.</summary>
internal sealed class CallbackStage(string name, Func<PipelineRecord, CancellationToken, ValueTask<StageDecision>> process) : IPipelineStage
{
    internal CallbackStage(string name, Func<PipelineRecord, StageDecision> process)
        : this(name, (record, _) => ValueTask.FromResult(process(record)))
    {
    }

    public string Name => name;

    public Func<AttributeSet, IReadOnlyList<string>> Check { get; init; } = static _ => [];

    public IReadOnlyList<string> Validate(AttributeSet settings) => Check(settings);

    public ValueTask<StageDecision> ProcessAsync(PipelineRecord record, PipelineStageContext context, CancellationToken cancellationToken = default) => process(record, cancellationToken);
}
