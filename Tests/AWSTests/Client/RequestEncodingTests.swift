import AWS
import Orchestration
import Testing

/// Forms as botocore 1.43 makes them of the same parameters, fields sorted.
@Suite struct RequestEncodingTests {
    private static let role = AssumedRole(
        arn: "arn:aws:iam::1:role/r",
        sessionName: "s",
        externalID: "e",
        durationSeconds: 3600
    )
    private static let shortRole = AssumedRole(arn: role.arn, sessionName: role.sessionName)

    private static let forms: [(form: QueryForm?, text: String)] = [
        (
            EC2Request.runInstance(.example).form,
            """
            Action=RunInstances&\
            ClientToken=898be18fc9bae8f70188d686a653460ae2bf54c3494f4d292ba1de6456027cd9&ImageId=ami-1&\
            InstanceInitiatedShutdownBehavior=terminate&InstanceType=c7i.large&KeyName=key&MaxCount=1&\
            MetadataOptions.HttpEndpoint=enabled&MetadataOptions.HttpPutResponseHopLimit=1&\
            MetadataOptions.HttpTokens=required&MinCount=1&Placement.GroupId=pg-1&SecurityGroupId.1=sg-1&\
            SecurityGroupId.2=sg-2&SubnetId=subnet-1&TagSpecification.1.ResourceType=instance&\
            TagSpecification.1.Tag.1.Key=Name&TagSpecification.1.Tag.1.Value=ptp+verify+%C3%BC&\
            TagSpecification.1.Tag.2.Key=ptp-verify%3Atoken&\
            TagSpecification.1.Tag.2.Value=run%2Fc7i.large%231%2F1&TagSpecification.2.ResourceType=volume&\
            TagSpecification.2.Tag.1.Key=Name&TagSpecification.2.Tag.1.Value=ptp+verify+%C3%BC&\
            TagSpecification.2.Tag.2.Key=ptp-verify%3Atoken&\
            TagSpecification.2.Tag.2.Value=run%2Fc7i.large%231%2F1&\
            TagSpecification.3.ResourceType=network-interface&TagSpecification.3.Tag.1.Key=Name&\
            TagSpecification.3.Tag.1.Value=ptp+verify+%C3%BC&\
            TagSpecification.3.Tag.2.Key=ptp-verify%3Atoken&\
            TagSpecification.3.Tag.2.Value=run%2Fc7i.large%231%2F1&\
            UserData=IyEvYmluL3NoCmVjaG8gImErYi9jIn4K&Version=2016-11-15
            """
        ),
        (
            EC2Request.describeInstances(.ids(["i-1", "i-2"])).form,
            "Action=DescribeInstances&InstanceId.1=i-1&InstanceId.2=i-2&Version=2016-11-15"
        ),
        (
            EC2Request.describeInstances(.clientToken("t"), after: "a b+c/=").form,
            """
            Action=DescribeInstances&Filter.1.Name=client-token&\
            Filter.1.Value.1=e3b98a4da31a127d4bde6e43033f66ba274cab0eb7eb1c70ec41402bf6273dd8&\
            MaxResults=1000&NextToken=a+b%2Bc%2F%3D&Version=2016-11-15
            """
        ),
        (
            EC2Request.describeInstances(.tagKey("ptp-verify:run")).form,
            """
            Action=DescribeInstances&Filter.1.Name=tag-key&Filter.1.Value.1=ptp-verify%3Arun&\
            MaxResults=1000&Version=2016-11-15
            """
        ),
        (
            EC2Request.describeInstances(.name("n")).form,
            """
            Action=DescribeInstances&Filter.1.Name=tag%3AName&Filter.1.Value.1=n&MaxResults=1000&\
            Version=2016-11-15
            """
        ),
        (
            EC2Request.terminateInstances(ids: ["i-1", "i-2"]).form,
            "Action=TerminateInstances&InstanceId.1=i-1&InstanceId.2=i-2&Version=2016-11-15"
        ),
        (
            EC2Request.describeInstanceTypes(["c7i.large", "m7g.medium"], after: "x").form,
            """
            Action=DescribeInstanceTypes&Filter.1.Name=instance-type&Filter.1.Value.1=c7i.large&\
            Filter.1.Value.2=m7g.medium&MaxResults=100&NextToken=x&Version=2016-11-15
            """
        ),
        (
            EC2Request.describeInstanceTypeOfferings(["c7i.large"]).form,
            """
            Action=DescribeInstanceTypeOfferings&Filter.1.Name=instance-type&Filter.1.Value.1=c7i.large&\
            LocationType=availability-zone&MaxResults=1000&Version=2016-11-15
            """
        ),
        (EC2Request.describeImages(["ami-1"]).form, "Action=DescribeImages&ImageId.1=ami-1&Version=2016-11-15"),
        (
            EC2Request.describeSubnets(["subnet-1", "subnet-2"]).form,
            "Action=DescribeSubnets&SubnetId.1=subnet-1&SubnetId.2=subnet-2&Version=2016-11-15"
        ),
        (
            EC2Request.createTags(ids: ["i-1", "vol-1"], tags: ["a": "1", "b": ""]).form,
            """
            Action=CreateTags&ResourceId.1=i-1&ResourceId.2=vol-1&Tag.1.Key=a&Tag.1.Value=1&Tag.2.Key=b&\
            Tag.2.Value=&Version=2016-11-15
            """
        ),
        (
            EC2Request.createPlacementGroup(.init(name: "g", strategy: "precision-time", tags: ["k": "v"])).form,
            """
            Action=CreatePlacementGroup&GroupName=g&Strategy=precision-time&\
            TagSpecification.1.ResourceType=placement-group&TagSpecification.1.Tag.1.Key=k&\
            TagSpecification.1.Tag.1.Value=v&Version=2016-11-15
            """
        ),
        (
            EC2Request.describePlacementGroups(.ids(["pg-1"])).form,
            "Action=DescribePlacementGroups&GroupId.1=pg-1&Version=2016-11-15"
        ),
        (
            EC2Request.describePlacementGroups(.name("g")).form,
            "Action=DescribePlacementGroups&Filter.1.Name=group-name&Filter.1.Value.1=g&Version=2016-11-15"
        ),
        (
            EC2Request.deletePlacementGroup(name: "g", id: "pg-1").form,
            "Action=DeletePlacementGroup&GroupName=g&Version=2016-11-15"
        ),
        (
            EC2Request.createSecurityGroup(.init(name: "g", subnetID: "s", tags: ["k": "v"]), networkID: "vpc-1").form,
            """
            Action=CreateSecurityGroup&GroupDescription=SSH+for+ptp-verify%2C+removed+when+its+run+is+over&\
            GroupName=g&TagSpecification.1.ResourceType=security-group&TagSpecification.1.Tag.1.Key=k&\
            TagSpecification.1.Tag.1.Value=v&Version=2016-11-15&VpcId=vpc-1
            """
        ),
        (
            EC2Request.authorizeSSH(toSecurityGroup: "sg-1", from: ["192.0.2.7/32", "2001:db8::1/128"], port: 2222)
                .form,
            """
            Action=AuthorizeSecurityGroupIngress&GroupId=sg-1&IpPermissions.1.FromPort=2222&\
            IpPermissions.1.IpProtocol=tcp&IpPermissions.1.IpRanges.1.CidrIp=192.0.2.7%2F32&\
            IpPermissions.1.IpRanges.1.Description=ptp-verify&\
            IpPermissions.1.Ipv6Ranges.1.CidrIpv6=2001%3Adb8%3A%3A1%2F128&\
            IpPermissions.1.Ipv6Ranges.1.Description=ptp-verify&IpPermissions.1.ToPort=2222&Version=2016-11-15
            """
        ),
        (
            EC2Request.describeSecurityGroups(.name("g")).form,
            """
            Action=DescribeSecurityGroups&Filter.1.Name=group-name&Filter.1.Value.1=g&MaxResults=1000&\
            Version=2016-11-15
            """
        ),
        (
            EC2Request.describeKeyPairs(["a", "b"]).form,
            """
            Action=DescribeKeyPairs&Filter.1.Name=key-name&Filter.1.Value.1=a&Filter.1.Value.2=b&Version=2016-11-15
            """
        ),
        (
            EC2Request.runningTypes().form,
            """
            Action=DescribeInstances&Filter.1.Name=instance-state-name&Filter.1.Value.1=pending&\
            Filter.1.Value.2=running&MaxResults=1000&Version=2016-11-15
            """
        ),
        (EC2Request.deleteSecurityGroup(id: "sg-1").form, "Action=DeleteSecurityGroup&GroupId=sg-1&Version=2016-11-15"),
        (EC2Request.consoleOutput(of: "i-1").form, "Action=GetConsoleOutput&InstanceId=i-1&Version=2016-11-15"),
        (STSRequest.callerIdentity().form, "Action=GetCallerIdentity&Version=2011-06-15"),
        (
            STSRequest.assumeRole(role).form,
            """
            Action=AssumeRole&DurationSeconds=3600&ExternalId=e&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr&\
            RoleSessionName=s&Version=2011-06-15
            """
        ),
        (
            STSRequest.assumeRole(shortRole, webIdentity: Secret("tok.en")).form,
            """
            Action=AssumeRoleWithWebIdentity&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr&RoleSessionName=s&\
            Version=2011-06-15&WebIdentityToken=tok.en
            """
        ),
        (
            EC2Request.terminateInstances(ids: ["i-1"]).rehearsal.form,
            "Action=TerminateInstances&DryRun=true&InstanceId.1=i-1&Version=2016-11-15"
        ),
    ]

    @Test(arguments: forms) func `a form is the one that other clients send`(form: QueryForm?, text: String) throws {
        let fields = String(decoding: try #require(form).encoded, as: UTF8.self).split(separator: "&")
        #expect(fields.sorted() == text.split(separator: "&").sorted())
    }

    @Test func `a parameter is asked for in JSON`() {
        let request = SSMRequest.latestImage(architecture: "arm64")
        let message = request.http(to: WebAddress(.https, host: "h"), userAgent: "u", limits: .init())
        let path = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"
        #expect(String(decoding: message.body, as: UTF8.self) == #"{"Name":"\#(path)"}"#)
        #expect(message.headers.contains { $0 == ("X-Amz-Target", "AmazonSSM.GetParameter") })
        #expect(message.headers.contains { $0 == ("Content-Type", "application/x-amz-json-1.1") })
    }

    @Test func `a quota is asked for in JSON`() {
        let message = QuotaRequest.quota("L-1").http(to: WebAddress(.https, host: "h"), userAgent: "u", limits: .init())
        #expect(String(decoding: message.body, as: UTF8.self) == #"{"ServiceCode":"ec2","QuotaCode":"L-1"}"#)
        #expect(message.headers.contains { $0 == ("X-Amz-Target", "ServiceQuotasV20190624.GetServiceQuota") })
    }

    @Test func `everything but what needs no escape is escaped`() {
        var form = QueryForm(.describeInstances)
        form.add("k", "aZ09-._~ /:+*%&=\n\"'ü")
        let text = String(decoding: form.encoded, as: UTF8.self)
        #expect(text.hasSuffix("&k=aZ09-._~+%2F%3A%2B%2A%25%26%3D%0A%22%27%C3%BC"))
    }

    @Test func `a token is told to EC2 in 64 characters, differently for different ones`() {
        let tokens = ["", "run/c7i.large#1/1", "run/c7i.large#1/2", String(repeating: "ü", count: 200)]
        let sent = tokens.map(ClientToken.sent)
        #expect(sent.allSatisfy { $0.utf8.count == 64 && $0.allSatisfy(\.isHexDigit) })
        #expect(Set(sent).count == tokens.count)
    }
}
