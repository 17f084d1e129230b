using System.Runtime.CompilerServices;

namespace Shannon.Analytics.Realtime.Streams;

/// <summary>The loop over a stream: what is replayed first, then what is live, without what the replay has shown already. Used by one caller at a time.</summary>
internal sealed class StreamReader : IAsyncEnumerator<MetricStreamItem>
{
    private const int TakeAtOnce = 64;
    private readonly MetricStream _stream;
    private readonly StreamSlot[] _taken = new StreamSlot[TakeAtOnce];
    private readonly StreamReplay? _replay;
    private readonly CancellationTokenSource? _both;
    private readonly CancellationToken _token;
    private readonly CancellationTokenRegistration _registration;
    private IAsyncEnumerator<StreamSlot>? _replayed;
    private long _replayedThrough;
    private long _missed;
    private int _next;
    private int _count;

    internal StreamReader(MetricStream stream, StreamReplay? replay, CancellationToken streamToken, CancellationToken readerToken)
    {
        _stream = stream;
        _replay = replay;
        if (streamToken.CanBeCanceled && readerToken.CanBeCanceled && streamToken != readerToken)
        {
            _both = CancellationTokenSource.CreateLinkedTokenSource(streamToken, readerToken);
        }

        _token = _both?.Token ?? (readerToken.CanBeCanceled ? readerToken : streamToken);
        _registration = _token.UnsafeRegister(static state => ((StreamSignal)state!).Wake(), stream.Signal);
        _replayed = replay?.ReadAsync(stream.Source, _token).GetAsyncEnumerator(_token);
    }

    public MetricStreamItem Current { get; private set; }

    // Nothing is allocated here, whether records are there or not.
    public ValueTask<bool> MoveNextAsync() =>
        _replayed is null && !_token.IsCancellationRequested && MoveNext() ? new ValueTask<bool>(true)
        : _replayed is null ? WaitAsync()
        : ReplayAsync();

    public async ValueTask DisposeAsync()
    {
        await _registration.DisposeAsync().ConfigureAwait(false);
        if (_replayed is not null)
        {
            await _replayed.DisposeAsync().ConfigureAwait(false);
        }

        _both?.Dispose();
        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<bool> ReplayAsync()
    {
        _token.ThrowIfCancellationRequested();
        if (!_stream.IsOver && await _replayed!.MoveNextAsync().ConfigureAwait(false))
        {
            Show(_replayed.Current);
            return true;
        }

        await _replayed!.DisposeAsync().ConfigureAwait(false);
        _replayed = null;
        _replayedThrough = _replay!.Through;
        return await MoveNextAsync().ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WaitAsync()
    {
        StreamSignal signal = _stream.Signal;
        while (true)
        {
            _token.ThrowIfCancellationRequested();
            signal.Arm();

            // Asked before looking for records: what was there before the end is still yielded.
            bool isOver = _stream.IsOver;
            bool found = MoveNext();
            if (!found && !isOver && !_token.IsCancellationRequested)
            {
                await signal.WaitAsync().ConfigureAwait(false);
                continue;
            }

            if (!signal.TryDisarm())
            {
                await signal.WaitAsync().ConfigureAwait(false);
            }

            if (found || isOver)
            {
                return found;
            }
        }
    }

    private bool MoveNext()
    {
        while (true)
        {
            if (_missed > 0)
            {
                Current = MetricStreamItem.Gap(_missed);
                _stream.CountDropped(_missed);
                _missed = 0;
                return true;
            }

            while (_next < _count)
            {
                ref StreamSlot slot = ref _taken[_next++];
                if (slot.Record.Id > _replayedThrough)
                {
                    Show(slot);
                    return true;
                }
            }

            _next = 0;
            _count = _stream.Source.Take(_taken, out _missed);
            if (_count == 0 && _missed == 0)
            {
                return false;
            }
        }
    }

    private void Show(in StreamSlot slot)
    {
        Current = MetricStreamItem.Of(slot.Record, slot.Replaces == 0 ? null : slot.Replaces);
        _stream.CountDelivered();
    }
}
