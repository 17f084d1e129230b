namespace Shannon.Analytics.Storage.Execution.Aggregation;

/// <summary>A range of values by their <see cref="ValueOrder"/>, both ends included: how many of a group lie in it, and how many below it.</summary>
internal readonly record struct ValueRange(ulong Low, ulong High, long Count, long Below)
{
    internal bool Holds(long rank) => rank >= Below && rank < Below + Count;
}
