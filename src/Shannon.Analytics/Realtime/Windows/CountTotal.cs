namespace Shannon.Analytics.Realtime.Windows;

/// <summary>How many values there are.</summary>
internal struct CountTotal : IWindowTotal<CountTotal>
{
    internal long Count { get; private set; }

    public readonly bool IsEmpty => Count == 0;

    public void Add(double value) => Count++;

    public void Merge(in CountTotal other) => Count += other.Count;

    public void Clear() => Count = 0;
}
