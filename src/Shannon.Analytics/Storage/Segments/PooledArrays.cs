using Shannon.Analytics.Internals.Memory;

namespace Shannon.Analytics.Storage.Segments;

/// <summary>Arrays rented together and given back together. Not thread-safe.</summary>
internal sealed class PooledArrays : IDisposable
{
    private readonly List<(Array Array, Action<Array> Return)> _rented = [];

    internal T[] Rent<T>(int length)
        where T : unmanaged
    {
        T[] array = Loans.Rent<T>(length);
        _rented.Add((array, Of<T>.Return));
        return array;
    }

    public void Dispose()
    {
        foreach (var (array, give) in _rented)
        {
            give(array);
        }

        _rented.Clear();
    }

    private static class Of<T>
    {
        internal static readonly Action<Array> Return = static array => Loans.Return((T[])array);
    }
}
