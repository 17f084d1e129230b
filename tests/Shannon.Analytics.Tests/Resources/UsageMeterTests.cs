using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Resources;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Resources;

/// <summary>What was used between two samples, held against machines whose processes are known.</summary>
public sealed class UsageMeterTests
{
    private const double BytesPerMb = 1024 * 1024;
    private readonly FakeTimeProvider _time = new(Some.Time);

    [Fact]
    public void Measure_ReadsRates()
    {
        var meter = new UsageMeter([Entry(1, cpu: 100, bytes: 50)], _time);
        _time.Advance(TimeSpan.FromSeconds(10));
        ResourceMetric sample = meter.Measure([Entry(1, cpu: 125, bytes: (3 * (long)BytesPerMb) + 50) with { MemoryBytes = (long)BytesPerMb }, Entry(2, cpu: 5, bytes: 0) with { MemoryBytes = (long)BytesPerMb / 2 }]);
        Assert.Equal((300.0, 1.5, 3.0, 3.0), (sample.CpuPercent, sample.MemoryMb, sample.DiskIoReadMb, sample.DiskIoWriteMb));
        Assert.Equal((_time.GetUtcNow(), null, null), (sample.Timestamp, sample.NetworkInMb, sample.NetworkOutMb));
    }

    [Fact]
    public void Measure_NoTimeSinceTheLast_CpuIsUndefined() => Assert.Null(new UsageMeter([Entry(1, 1, 0)], _time).Measure([Entry(1, 2, 0)]).CpuPercent);

    [Fact]
    public void Measure_DiskNotTold_IsUndefinedAndThenNotCountedTwice()
    {
        var meter = new UsageMeter([Entry(1, 0, 1000)], _time);
        Assert.Equal(0, meter.Measure([Entry(1, 0, 0) with { ReadBytes = null, WrittenBytes = null }]).DiskIoReadMb);
        Assert.Equal(1, meter.Measure([Entry(1, 0, 1000 + (long)BytesPerMb)]).DiskIoReadMb);
        Assert.Null(new UsageMeter([], _time).Measure([new ProcessEntry(1, 1)]).DiskIoReadMb);
    }

    [Fact]
    public void Measure_ChildThatNobodyTookNoteOf_TakesNothingFromTheOthers()
    {
        var meter = new UsageMeter([Entry(1, 0, 0), Entry(2, cpu: 500, bytes: 0)], _time);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(300, meter.Measure([Entry(1, cpu: 3, bytes: 0)]).CpuPercent);
    }

    [Fact]
    public void Measure_IdUsedAgain_IsANewProcess()
    {
        var meter = new UsageMeter([Entry(1, 0, 0), Entry(2, cpu: 5, bytes: 0)], _time);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, meter.Measure([Entry(1, 0, 0) with { ReapedCpu = TimeSpan.FromSeconds(5) }, new ProcessEntry(2, Birth: 99) { Cpu = TimeSpan.FromSeconds(2) }]).CpuPercent);
    }

    // Processes start others, work and end, their parents take note, and samples fall anywhere between: their sum is what all of them used.
    [Fact]
    public void Measure_AnyLivesAndDeaths_SumIsTheTruth() => Gen.Select(Gen.Int[0, 3], Gen.Int[0, 50], Gen.Int[1, 9]).Array[1, 200].Sample(steps =>
    {
        var machine = new Machine();
        var time = new FakeTimeProvider(Some.Time);
        var meter = new UsageMeter(machine.Processes, time);
        double cpu = 0, read = 0;
        void Sample()
        {
            time.Advance(TimeSpan.FromSeconds(2));
            ResourceMetric sample = meter.Measure(machine.Processes);
            cpu += sample.CpuPercent!.Value / 100 * 2;
            read += sample.DiskIoReadMb!.Value * BytesPerMb;
        }

        foreach ((int action, int which, int amount) in steps)
        {
            if (action == 3)
            {
                Sample();
            }
            else
            {
                machine.Do(action, which, amount);
            }
        }

        Sample();
        Assert.Equal(machine.Cpu, cpu, 6);
        Assert.Equal(machine.Bytes, read, 3);
    });

    private static ProcessEntry Entry(int id, double cpu, long bytes) => new(id, Birth: 1) { Cpu = TimeSpan.FromSeconds(cpu), ReadBytes = bytes, WrittenBytes = bytes };

    /// <summary>A tree of processes under one that lives on.</summary>
    private sealed class Machine
    {
        private readonly List<ProcessEntry> _living = [new(1, 1) { ReadBytes = 0, WrittenBytes = 0 }];
        private int _ids = 1;

        public IReadOnlyList<ProcessEntry> Processes => [.. _living];

        public double Cpu { get; private set; }

        public long Bytes { get; private set; }

        public void Do(int action, int which, int amount)
        {
            int at = which % _living.Count;
            ProcessEntry process = _living[at];
            switch (action)
            {
                case 0:
                    _living.Add(new ProcessEntry(++_ids, Birth: _ids) { ParentId = process.Id, ReadBytes = 0, WrittenBytes = 0 });
                    break;
                case 1:
                    Cpu += amount;
                    Bytes += amount;
                    _living[at] = process with { Cpu = process.Cpu + TimeSpan.FromSeconds(amount), ReadBytes = process.ReadBytes + amount };
                    break;
                case 2 when process.Id != 1 && !_living.Exists(other => other.ParentId == process.Id):
                    _living.RemoveAt(at);
                    int parent = _living.FindIndex(other => other.Id == process.ParentId);
                    _living[parent] = _living[parent] with { ReapedCpu = _living[parent].ReapedCpu + process.Cpu + process.ReapedCpu, ReadBytes = _living[parent].ReadBytes + process.ReadBytes };
                    break;
            }
        }
    }
}
