using System.Runtime.InteropServices;

namespace Shannon.Analytics.Pipelines.Running;

/// <summary>How a record was before a stage, to tell what the stage did to it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct RecordState(PipelineRecord record)
{
    private readonly int _changes = record.Changes;
    private readonly bool _isInvalid = record.IsInvalid;

    /// <summary>Counts what the stage did.</summary>
    /// <returns>Whether the record goes on.</returns>
    internal bool Count(PipelineRecord record, StageDecision decision, ref BatchCounts counts)
    {
        counts.Changed += record.Changes != _changes ? 1 : 0;
        counts.Invalid += record.IsInvalid && !_isInvalid ? 1 : 0;
        if (decision == StageDecision.Keep)
        {
            counts.Out++;
            return true;
        }

        counts.Dropped++;
        record.IsSettled = true;
        return false;
    }
}
