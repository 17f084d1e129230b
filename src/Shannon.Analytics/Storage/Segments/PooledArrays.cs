using System.Buffers;

namespace Shannon.Analytics.Storage.Segments;

/// <summary>Arrays rented together and given back together. Not thread-safe.</summary>
internal sealed class PooledArrays : IDisposable
{
    private readonly List<Action> _returns = [];

    internal T[] Rent<T>(int length)
        where T : unmanaged
    {
        T[] array = ArrayPool<T>.Shared.Rent(length);
        _returns.Add(() => ArrayPool<T>.Shared.Return(array));
        return array;
    }

    public void Dispose()
    {
        _returns.ForEach(give => give());
        _returns.Clear();
    }
}
