namespace Shannon.Analytics.Realtime.Windows;

/// <summary>What a <see cref="SlidingTotal{T}"/> keeps of values. The default is the total of none.</summary>
/// <typeparam name="T">The type itself.</typeparam>
internal interface IWindowTotal<T>
    where T : struct, IWindowTotal<T>
{
    bool IsEmpty { get; }

    void Add(double value);

    void Merge(in T other);

    /// <summary>Forgets all values; may keep memory.</summary>
    void Clear();
}
