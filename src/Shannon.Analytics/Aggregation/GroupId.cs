namespace Shannon.Analytics.Aggregation;

/// <summary>A bucket and the values of the keys: what rows of several queries are matched by.</summary>
internal readonly struct GroupId(DateTimeOffset? bucketStart, IReadOnlyList<string?> keys) : IEquatable<GroupId>, IComparable<GroupId>
{
    internal DateTimeOffset? BucketStart { get; } = bucketStart;

    internal IReadOnlyList<string?> Keys { get; } = keys;

    public bool Equals(GroupId other) => BucketStart == other.BucketStart && Keys.SequenceEqual(other.Keys, StringComparer.Ordinal);

    public override bool Equals(object? obj) => obj is GroupId other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(BucketStart);
        foreach (string? key in Keys)
        {
            hash.Add(key, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    /// <summary>By bucket, then by keys in ordinal order, absent ones first.</summary>
    public int CompareTo(GroupId other)
    {
        int order = Nullable.Compare(BucketStart, other.BucketStart);
        for (int i = 0; order == 0 && i < Keys.Count; i++)
        {
            order = string.CompareOrdinal(Keys[i], other.Keys[i]);
        }

        return order;
    }
}
