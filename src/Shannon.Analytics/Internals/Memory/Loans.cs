using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Shannon.Analytics.Internals.Memory;

/// <summary>
/// Lends arrays for passing use, contents undefined. Small ones come from the runtime's pool. That keeps an array with the thread that gave it back,
/// and work moves between threads, so large ones come from what any thread gave back and no garbage collection has taken since: they are weakly held, and
/// cost nothing while nobody asks. Thread-safe.
/// </summary>
internal static class Loans
{
    /// <summary>Arrays from this size on are large: so dear that even a few of them, left to other threads, show.</summary>
    private const int LargeBytes = 1 << 20;

    internal static T[] Rent<T>(int length) => IsLarge<T>(length) ? Large<T>.Rent(length) : ArrayPool<T>.Shared.Rent(length);

    /// <summary>Takes an array back that <see cref="Rent"/> lent; once.</summary>
    internal static void Return<T>(T[] array)
    {
        if (IsLarge<T>(array.Length))
        {
            Large<T>.Return(array);
        }
        else
        {
            ArrayPool<T>.Shared.Return(array, RuntimeHelpers.IsReferenceOrContainsReferences<T>());
        }
    }

    private static bool IsLarge<T>(int length) => (long)length * Unsafe.SizeOf<T>() >= LargeBytes;

    private static class Large<T>
    {
        // Nobody holds more at a time than a few columns a worker.
        private const int Places = 16;

        private static readonly Lock Gate = new();
        private static readonly WeakReference<T[]?>[] Given = [.. Enumerable.Range(0, Places).Select(static _ => new WeakReference<T[]?>(null))];

        internal static T[] Rent(int length)
        {
            lock (Gate)
            {
                WeakReference<T[]?>? best = null;
                T[]? found = null;
                foreach (WeakReference<T[]?> place in Given)
                {
                    if (place.TryGetTarget(out T[]? array) && array.Length >= length && array.Length / 4 <= length && !(found?.Length <= array.Length))
                    {
                        (best, found) = (place, array);
                    }
                }

                best?.SetTarget(null);
                if (found is not null)
                {
                    return found;
                }
            }

            // Eighths of a power of two, so that lengths which differ a little meet.
            int grain = 1 << Math.Max(0, BitOperations.Log2((uint)length) - 3);
            return GC.AllocateUninitializedArray<T>((int)Math.Min(Array.MaxLength, ((long)length + grain - 1) / grain * grain));
        }

        internal static void Return(T[] array)
        {
            if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            {
                Array.Clear(array);
            }

            lock (Gate)
            {
                foreach (WeakReference<T[]?> place in Given)
                {
                    if (!place.TryGetTarget(out _))
                    {
                        place.SetTarget(array);
                        return;
                    }
                }
            }
        }
    }
}
