using System.Runtime.InteropServices;

namespace Shannon.Analytics.Pipelines.Running;

/// <summary>What became of records at one stage.</summary>
[StructLayout(LayoutKind.Auto)]
internal record struct BatchCounts
{
    internal long In;
    internal long Out;
    internal long Invalid;
    internal long Dropped;
    internal long Errors;
    internal long Changed;

    internal void Add(in BatchCounts other)
    {
        In += other.In;
        Out += other.Out;
        Invalid += other.Invalid;
        Dropped += other.Dropped;
        Errors += other.Errors;
        Changed += other.Changed;
    }

    internal readonly StageCounts Of(StageDefinition stage) =>
        new() { Name = stage.Name, Type = stage.Type, In = In, Out = Out, Invalid = Invalid, Dropped = Dropped, Errors = Errors, Changed = Changed };
}
