using Shannon.Analytics.Internals.Memory;

namespace Shannon.Analytics.Storage.Execution;

/// <summary>A pooled array that grows on demand and is used again and again by one worker. What it holds does not survive growing through <see cref="Of"/>.</summary>
/// <typeparam name="T">The elements.</typeparam>
internal struct PooledBuffer<T> : IDisposable
    where T : struct
{
    private T[]? _array;

    /// <summary>At least <paramref name="length"/> elements, undefined.</summary>
    internal T[] Of(int length)
    {
        if (_array is null || _array.Length < length)
        {
            Dispose();
            _array = Loans.Rent<T>(Math.Max(length, 16));
        }

        return _array;
    }

    /// <summary>At least <paramref name="length"/> elements, of which the first <paramref name="kept"/> stay and all others are zero.</summary>
    internal T[] Grown(int length, int kept)
    {
        if (_array is null || _array.Length < length)
        {
            T[] larger = Loans.Rent<T>(Math.Max(length, kept * 2));
            _array.AsSpan(0, kept).CopyTo(larger);
            larger.AsSpan(kept).Clear();
            Dispose();
            _array = larger;
        }

        return _array;
    }

    public void Dispose()
    {
        if (_array is { } array)
        {
            _array = null;
            Loans.Return(array);
        }
    }
}
