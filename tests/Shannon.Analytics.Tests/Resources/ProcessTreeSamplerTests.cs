using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Resources;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Resources;

/// <summary>Real processes, held against what .NET and the shell say of them.</summary>
public sealed class ProcessTreeSamplerTests
{
    private const string Burn = "i=0; while [ $i -lt 60000 ]; do i=$((i+1)); done";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);
    private readonly FakeTimeProvider _time = new(Some.Time);

    [Fact]
    public async Task Sample_BusyProcess_IsItsCpu()
    {
        await using ChildProcess child = Bash("echo ready; while :; do :; done");
        await child.ExpectAsync("ready");
        await AssertCpuAsync(child.Id, child.Id, processes: 1);
    }

    [Fact]
    public async Task Sample_BusyGrandchild_CountsInTheTree()
    {
        await using ChildProcess child = Bash("bash -c 'bash -c \"echo \\$\\$; while :; do :; done\" & wait' & wait");
        int grandchild = int.Parse((await child.ReadLineAsync())!, CultureInfo.InvariantCulture);
        await AssertCpuAsync(child.Id, grandchild, processes: 3);
    }

    [Fact]
    public async Task Sample_ChildThatEndedSince_IsCountedOnce()
    {
        Requires.Linux();

        // The first child lives and dies between samples, the second one is seen at work by a sample.
        await using ChildProcess child = Bash($"read go; ( {Burn} ); ( {Burn}; echo half; read go; {Burn} ); times; read go");
        ProcessTreeSampler sampler = ProcessTreeSampler.Start(child.Id, _time);
        child.WriteLine("go");
        await child.ExpectAsync("half");
        ResourceMetric first = Sample(sampler);
        Assert.Equal(2, first.Measurements[ResourceNames.Processes]);
        child.WriteLine("go");
        TimeSpan shell = Times(await child.ReadLineAsync()), children = Times(await child.ReadLineAsync());
        ResourceMetric second = Sample(sampler);
        Assert.Equal(1, second.Measurements[ResourceNames.Processes]);
        Assert.True(children > TimeSpan.FromMilliseconds(100), $"{children}");
        AssertNear(shell + children, Cpu(first) + Cpu(second));
        Assert.True(Cpu(first) > Tick && Cpu(second) > Tick);
    }

    [Fact]
    public async Task Sample_OrphanInTheSession_StaysInTheTree()
    {
        Requires.Linux();
        Requires.Tool("setsid");
        await using ChildProcess child = ChildProcess.Start("setsid", ["bash", "-c", "bash -c 'sleep 600 >/dev/null & echo $!'; read go"]);
        int orphan = int.Parse((await child.ReadLineAsync())!, CultureInfo.InvariantCulture);
        try
        {
            ProcessTreeSampler sampler = ProcessTreeSampler.Start(child.Id);
            await Until.True(() => sampler.Sample()?.Measurements[ResourceNames.Processes] == 2, "the process between them has ended");
        }
        finally
        {
            Process.GetProcessById(orphan).Kill();
        }
    }

    [Fact]
    public async Task Sample_MemoryAndDisk_AreThoseOfTheSystem()
    {
        Requires.Linux();
        using var folder = new TempFolder();
        await using ChildProcess child = Bash($"read go; x=$(head -c 30000000 /dev/zero | tr '\\0' x); grep ^write_bytes /proc/$$/io; dd if=/dev/zero of='{folder.File("file")}' bs=1M count=8 conv=fsync status=none; grep ^write_bytes /proc/$$/io; read go");
        ProcessTreeSampler sampler = ProcessTreeSampler.Start(child.Id, _time);
        child.WriteLine("go");
        long before = Bytes(await child.ReadLineAsync()), after = Bytes(await child.ReadLineAsync());
        ResourceMetric sample = Sample(sampler);
        Assert.InRange(sample.MemoryMb!.Value, 28, 500);

        // What its child wrote; nothing where the folder is no disk.
        Assert.Equal(after / 1048576.0, sample.DiskIoWriteMb!.Value, 6);
        Assert.True(after - before is 0 or >= 8 << 20, $"{before} {after}");
    }

    [Fact]
    public async Task Sample_OnceTheProcessHasEnded_IsNull()
    {
        ProcessTreeSampler sampler;
        await using (ChildProcess child = Bash("read go"))
        {
            sampler = ProcessTreeSampler.Start(child.Id);
            Assert.NotNull(sampler.Sample());
        }

        Assert.Null(sampler.Sample());
        Assert.Null(ProcessTreeSampler.Start(sampler.ProcessId).Sample());
        Assert.Throws<ArgumentOutOfRangeException>(() => ProcessTreeSampler.Start(0));
    }

    [Fact]
    public async Task SampleAll_OneLookForAll_EachHasItsOwn()
    {
        await using ChildProcess first = Bash("sleep 600 & wait");
        await using ChildProcess second = Bash("read go");
        ProcessTreeSampler ended;
        await using (ChildProcess third = Bash("read go"))
        {
            ended = ProcessTreeSampler.Start(third.Id);
        }

        ProcessTreeSampler[] samplers = [ProcessTreeSampler.Start(first.Id), ended, ProcessTreeSampler.Start(second.Id)];
        IReadOnlyList<ResourceMetric?> samples = ProcessTreeSampler.SampleAll(samplers);
        Assert.Equal([first.Id, null, second.Id], samples.Select(sample => sample?.Attributes[ResourceNames.ProcessId].Number));
        Assert.All(samples, sample => Assert.True(sample is null || sample.Attributes[ResourceNames.Process].Text == ResourceNames.Agent));
        Assert.Empty(ProcessTreeSampler.SampleAll([]));
    }

    [Fact]
    public async Task Portable_IsTheProcessAlone()
    {
        var processes = new PortableProcesses();
        int id;
        await using (ChildProcess child = Bash("sleep 600 & echo ready; while :; do :; done"))
        {
            id = child.Id;
            await child.ExpectAsync("ready");
            TimeSpan before = CpuOf(id);
            ProcessEntry entry = Assert.Single(processes.TreeOf(id));
            Assert.InRange(entry.Cpu, before, CpuOf(id));
            Assert.True(entry is { Id: > 0, MemoryBytes: > 0, ReadBytes: null, WrittenBytes: null });
            Assert.Equal(entry.Birth, processes.TreeOf(id)[0].Birth);
        }

        Assert.Empty(processes.TreeOf(id));
    }

    private static ChildProcess Bash(string script) => ChildProcess.Start("bash", ["-c", script]);

    private static TimeSpan CpuOf(int process)
    {
        using var handle = Process.GetProcessById(process);
        return handle.TotalProcessorTime;
    }

    /// <summary>The CPU time that a sample of one interval tells.</summary>
    private static TimeSpan Cpu(ResourceMetric sample) => sample.CpuPercent!.Value / 100 * Interval;

    private static void AssertNear(TimeSpan expected, TimeSpan actual) => Assert.InRange(actual, expected - (3 * Tick), expected + (3 * Tick));

    /// <summary>A line of the shell's <c>times</c>: <c>0m0.412s 0m0.003s</c>.</summary>
    private static TimeSpan Times(string? line) => line!.Split(' ').Select(part => part.TrimEnd('s').Split('m')).Aggregate(
        TimeSpan.Zero,
        (sum, part) => sum + TimeSpan.FromMinutes(int.Parse(part[0], CultureInfo.InvariantCulture)) + TimeSpan.FromSeconds(double.Parse(part[1], CultureInfo.InvariantCulture)));

    private static long Bytes(string? line) => long.Parse(line!.Split(' ')[1], CultureInfo.InvariantCulture);

    private ResourceMetric Sample(ProcessTreeSampler sampler)
    {
        _time.Advance(Interval);
        return sampler.Sample() ?? throw new InvalidOperationException("The process has ended.");
    }

    private async Task AssertCpuAsync(int root, int busy, int processes)
    {
        Requires.Linux();
        TimeSpan beforeStart = CpuOf(busy);
        ProcessTreeSampler sampler = ProcessTreeSampler.Start(root, _time);
        TimeSpan afterStart = CpuOf(busy);
        await Until.True(() => CpuOf(busy) - afterStart > TimeSpan.FromMilliseconds(200), "the process has used CPU");
        TimeSpan beforeSample = CpuOf(busy);
        ResourceMetric sample = Sample(sampler);
        Assert.InRange(Cpu(sample), beforeSample - afterStart - Tick, CpuOf(busy) - beforeStart + Tick);
        Assert.Equal(processes, sample.Measurements[ResourceNames.Processes]);
    }
}
