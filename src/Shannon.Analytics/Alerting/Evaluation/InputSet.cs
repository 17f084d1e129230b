using Shannon.Analytics.Alerting.Evaluation.Inputs;

namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>The inputs of one group of an alert, and the moment at which they are read. Not thread-safe.</summary>
internal sealed class InputSet(ConditionInput[] inputs)
{
    internal ConditionInput[] Inputs => inputs;

    /// <summary>The present.</summary>
    internal long Now { get; set; }

    /// <summary>True while a record is looked at; otherwise the values of single records are undefined.</summary>
    internal bool IsAtRecord { get; set; }

    internal double Read(int place) => inputs[place].Read(Now);

    internal double ReadAtRecord(int place) => IsAtRecord ? inputs[place].Read(Now) : double.NaN;
}
