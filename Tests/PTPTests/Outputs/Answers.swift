import PTP

/// Answers of hosts, written from the formats of the programs that give them.
enum Answers {
    /// A host whose clock is followed.
    static let healthy: [Probe: String] = host.merging(clock) { one, _ in one }.merging(chrony) { one, _ in one }

    /// The same in the forms that people paste.
    static let pasted = [
        """
        [ec2-user@ip-10-0-0-1 ~]$ chronyc tracking
        Reference ID    : 50484330 (PHC0)
        Stratum         : 1
        Ref time (UTC)  : Wed Nov 15 18:24:30 2023
        System time     : 0.000000014 seconds fast of NTP time
        Last offset     : +0.000000000 seconds
        RMS offset      : 0.000000060 seconds
        Frequency       : 6.614 ppm fast
        Residual freq   : +0.000 ppm
        Skew            : 0.019 ppm
        Root delay      : 0.000010000 seconds
        Root dispersion : 0.000001311 seconds
        Update interval : 1.0 seconds
        Leap status     : Normal

        """,
        """
        $ cat /sys/module/ena/parameters/phc_enable
        1
        $ cat /sys/bus/pci/devices/0000:00:05.0/phc_error_bound
        22735
        $ cat /sys/class/ptp/ptp1/clock_name
        ena-ptp-05
        $ ethtool -S ens5 | grep phc
             phc_cnt: 120
             phc_exp: 0
             phc_skp: 0
             phc_err: 1

        """,
        """
        root@host:~# chronyc -c sources
        #,*,PHC0,0,0,377,0,0.000000184,0.000000198,0.000005032
        ^,-,169.254.169.123,1,4,377,8,-0.000018000,-0.000018000,0.000115000
        root@host:~# chronyc -c sourcestats
        PHC0,16,11,241,-0.084,0.026,0.065314554,0.000001596

        """,
    ]

    private static let host: [Probe: String] = [
        .system: """
        NAME="Amazon Linux"
        VERSION="2023"
        ID="amzn"
        ID_LIKE="fedora"
        VERSION_ID="2023"
        PRETTY_NAME="Amazon Linux 2023.10.20260302"

        """,
        .kernel: "Linux 6.12.79-101.147.amzn2023.x86_64 x86_64\n",
        .machine: "vendor=Amazon EC2\nproduct=c7i.large\nprocessor=Intel(R) Xeon(R) Platinum 8488C\n",
        .boot: "0f8fad5b-d9cb-469f-a165-70867728950e\n",
        .access:
            "user=ec2-user\nroot=yes\nsudo=/usr/bin/sudo\nchronyc=/usr/bin/chronyc\napt-get=/usr/bin/apt-get\ngcc=\n",
        .cloudInit: "status: done\n",
        .secureBoot: "SecureBoot disabled\n",
        .interface: "name=ens5\ndriver=ena\naddress=0000:00:05.0\n",
        .module: """
        loaded=yes
        version=2.16.1g
        source=D1A6D5CC8D9D4D9D7A3F4C1
        phc_enable=1
        file=/lib/modules/6.12.79-101.147.amzn2023.x86_64/kernel/drivers/amazon/net/ena/ena.ko

        """,
        .moduleFile: """
        filename:       /lib/modules/6.12.79-101.147.amzn2023.x86_64/kernel/drivers/amazon/net/ena/ena.ko
        version:        2.16.1g
        license:        GPL
        srcversion:     D1A6D5CC8D9D4D9D7A3F4C1
        intree:         Y
        parm:           debug:Debug level (0=none,...,16=all) (int)
        parm:           rx_queue_size:Rx queue size. The size should be a power of 2. Max value is 8K
         (int)
        parm:           phc_enable:Enable PHC.
         (int)

        """,
        .driverInfo: """
        driver: ena
        version: 2.16.1g
        firmware-version:\u{20}
        expansion-rom-version:\u{20}
        bus-info: 0000:00:05.0
        supports-statistics: yes
        supports-test: no

        """,
        .persisted: """
        /etc/modprobe.d/ena-phc.conf:options ena phc_enable=1
        kernel-arguments: BOOT_IMAGE=(hd0,gpt1)/boot/vmlinuz-6.12.79 root=UUID=1 ro

        """,
        .build:
            "headers=no\nptp=y\nfree/tmp=1000000\nfree/usr=6000000\nmemory=3926016\ncompiler=x86_64-linux-gnu-gcc-12\n",
        .kernelLog: "[    2.919172] ena 0000:00:05.0: Elastic Network Adapter (ENA) v2.16.1g\n",
        .changes: """
        created /etc/modprobe.d/ptp verify.conf
        changed /etc/chrony.conf
        unit ntpd.service enabled active
        installed dnf chrony
        switched module 0
        stamping ens5

        """,
    ]

    private static let clock: [Probe: String] = [
        .timestamping: """
        Time stamping parameters for ens5:
        Capabilities:
        \tsoftware-transmit
        \thardware-receive
        \tsoftware-receive
        \tsoftware-system-clock
        PTP Hardware Clock: 0
        Hardware Transmit Timestamp Modes: none
        Hardware Receive Filter Modes:
        \tnone
        \tall

        """,
        .devlink: """
        pci/0000:00:05.0:
          name enable_phc type generic
            values:
              cmode driverinit value true

        """,
        .counters: """
             phc_cnt: 12345
             phc_exp: 1
             phc_skp: 2
             phc_err_dv: 3
             phc_err_ts: 4
             phc_err_eb: 5

        """,
        .clocks: "ptp0 ena-ptp-05\nptp1 KVM virtual PTP\n",
        .nodes: """
        crw-rw----. 1 root clock 245, 0 May 29 17:34 /dev/ptp0
        lrwxrwxrwx. 1 root root       4 May 29 17:37 /dev/ptp_ena -> ptp0

        """,
        .symlink: "/dev/ptp0\n",
        .reading: "1000101222 1000101300 -2345 812\n",
        .errorBound: "22735\n",
        .packetTimestamping: "HW TX support: 0\nHW RX support: 1\nTX configuration: 0\nRX configuration: 0\n",
    ]

    private static let chrony: [Probe: String] = [
        .chronyVersion: "chronyd (chrony) version 4.3 (+CMDMON +NTP +REFCLOCK +RTC +PRIVDROP +SCFILTER -DEBUG)\n",
        .units: """
        Result=success
        Id=chronyd.service
        LoadState=loaded
        ActiveState=active
        SubState=running
        UnitFileState=enabled

        Id=ntpd.service
        LoadState=not-found
        ActiveState=inactive
        SubState=dead

        """,
        .chronyFiles: """
        # file: /etc/chrony.conf
        # Use public servers from the pool.ntp.org project.
        #refclock PHC /dev/ptp0
        confdir /etc/chrony.d

        # file: /etc/chrony.d/ptp_ena.conf
        ! ours
        refclock PHC /dev/ptp_ena poll 0 delay 0.000010 prefer

        # file: /etc/chrony.d/README
        it would be wiser to add NTP sources in the /etc/chrony/sources.d
        directory. Please read /etc/chrony/sources.d/README for more information.

        Example:

        """,
        .chronyConfiguration: "confdir /etc/chrony.d\nRefClock PHC /dev/ptp_ena dpoll -2 prefer\n",
        .sources: """
        #,*,PHC0,0,-1,377,0,0.000000184,0.000000198,0.000005032
        ^,-,169.254.169.123,1,4,377,8,-0.000018000,-0.000018000,0.000115000
        ^,?,fd00:ec2::123,0,4,0,4294967295,0.000000000,0.000000000,0.000000000

        """,
        .statistics: "PHC0,16,11,241,-0.084,0.026,0.065314554,0.000001596\n",
        .tracking: """
        50484330,PHC0,1,1788638747.313777128,-0.000000014,0.000000000,0.000000060,6.614,0.000,0.019,\
        0.000010000,0.000001311,1.0,Normal

        """,
        .chronyLog: "2026-11-21T10:00:00+0000 ip-10-0-0-1 chronyd[1234]: Selected source PHC0\n",
    ]
}
